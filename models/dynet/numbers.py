"""Numbers on the command lines: what makes no sense is refused there, in one sentence."""

import argparse


def count(words: str) -> int:
    """How many: a whole number from 1 on."""
    if not words.isdigit() or int(words) < 1:
        raise argparse.ArgumentTypeError(f"{words} is not a whole number from 1 on")
    return int(words)


def several(words: str) -> int:
    """How many, or none: a whole number from 0 on."""
    return int(words) if words == "0" else count(words)


def side(words: str) -> int:
    """Pixels a side of what goes through the network: a multiple of 8."""
    if count(words) % 8:
        raise argparse.ArgumentTypeError(f"{words} is not a multiple of 8")
    return int(words)


def amount(words: str) -> float:
    """A number above zero."""
    if not 0 < float(words) < float("inf"):  # argparse says what is no number at all
        raise argparse.ArgumentTypeError(f"{words} is not above zero")
    return float(words)
