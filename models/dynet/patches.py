"""Looks at one photograph for curation: reads it, measures it, cuts it into patches. Thresholds: measures.py."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from . import data, measures, pack, pseudodepth

PATCH = 512  # pixels
BLANK = 1.0  # standard deviation of brightness, of 255, below which a patch is not even a sky


@dataclass(frozen=True)
class Patch:
    """A patch that may be kept: where it is in pixels, its share of flat cells, its bytes as JPEG and their hash."""

    top: int
    left: int
    flat: float
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Photo:
    """What was seen of one photo; reason says why it is left out, empty if it is not."""

    path: Path
    reason: str = ""
    size: tuple = (0, 0)  # width, height
    sha256: str = ""
    either: np.ndarray = None  # measures.fingerprints
    depth: tuple = ()  # pseudodepth.depth_limits
    whole: int = 0  # bytes of the reduced whole frame
    patches: tuple = ()


def read(path: Path) -> Image.Image:
    """The photo as it is meant to be seen, RGB."""
    with Image.open(path) as file:
        return data.upright(file)


def whole(image: Image.Image) -> Image.Image:
    """The whole frame, its longer side as long as a patch."""
    scale = PATCH / max(image.size)
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.LANCZOS)


def corners(width: int, height: int) -> list:
    """(top, left) of the patches in the middle of a photo, on its own 8x8 grid: a JPEG saved again on it loses least."""
    top, left = height % PATCH // 16 * 8, width % PATCH // 16 * 8
    return [(top + y, left + x) for y in range(0, height - PATCH + 1, PATCH) for x in range(0, width - PATCH + 1, PATCH)]


def cut(image: Image.Image, top: int, left: int) -> Image.Image:
    """One patch."""
    return image.crop((left, top, left + PATCH, top + PATCH))


def measured(image: Image.Image, top: int, left: int):
    """The Patch at a corner; None if it is blank."""
    piece = cut(image, top, left)
    brightness = measures.grey(piece)
    if brightness.std() < BLANK:
        return None
    kept = pack.jpeg(piece)
    return Patch(top, left, measures.flat_share(brightness), len(kept), hashlib.sha256(kept).hexdigest())


def look(path: Path, sharp: float) -> Photo:
    """Reads and measures one photo; one that is unreadable, too small, or less sharp than sharp gets its reason."""
    try:
        image = read(path)
    except data.UNREADABLE as error:
        return Photo(path, f"unreadable ({error})")
    if min(image.size) < PATCH:
        return Photo(path, f"smaller than {PATCH} pixels")
    if measures.sharpness(measures.grey(image)) < sharp:
        return Photo(path, "blurred")
    reduced = whole(image)
    found = [measured(image, *corner) for corner in corners(*image.size)]
    return Photo(path, "", image.size, hashlib.sha256(path.read_bytes()).hexdigest(), measures.fingerprints(image),
                 pseudodepth.depth_limits(np.asarray(reduced)), len(pack.jpeg(reduced)), tuple(p for p in found if p))


def test_bits(path: Path) -> np.ndarray:
    """The fingerprint of a test picture."""
    try:
        return measures.fingerprint(read(path))
    except data.UNREADABLE as error:
        raise data.DataError(f"{path}: {error}; the check for test pictures needs all of them: repair or remove it") from error
