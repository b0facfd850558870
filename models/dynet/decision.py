"""What the network decides by looking at a picture as a whole: found in one picture, given to another.

A decision is a dict of tensors: "prompts" (B, places, K), the weights over the prompt components at the
latent and the skips of levels 3 and 2, and by the name of each block with channel attention its matrices,
one a turn, (B, turns, h, c, c). Tiles of one photo that share a decision agree where they meet.
"""

import torch


class Finder:
    """Finds the decision of the picture that goes through the network."""

    def __init__(self):
        self.found = {}

    def at(self, place: str, find):
        """What find() gives, noted under place; None, from a block that does not look at the whole, is not noted."""
        value = find()
        if value is not None:
            self.found.setdefault(place, []).append(value)
        return value

    def decision(self) -> dict:
        return {place: torch.stack(values, 1) for place, values in self.found.items()}


class Given:
    """Gives a decision back, each place in the order in which it was found."""

    def __init__(self, decision: dict):
        self.decision, self.turn = decision, dict.fromkeys(decision, 0)

    def at(self, place: str, find):
        if place not in self.decision:
            return None
        turn = self.turn[place]
        self.turn[place] += 1
        return self.decision[place][:, turn]
