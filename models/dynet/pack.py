"""A pack: curated pictures in one file that travels and that training maps into memory.

An uncompressed zip of index.json and JPEGs (quality 95, 4:4:4). Stored members lie in the file as they are, so a
memory map reads one without touching the others; a checksum guards each; every archive tool opens it.

index.json: {"format", "version", "photos": [{"file", "source", "author", "licence", "size": [w, h], "sha256",
"depth": [low, high], "pictures": [{"name", "place": [top, left, height, width]}]}]}. place is where a picture lies in
its photo, as fractions; depth the photo's limits of pseudo-depth (pseudodepth.depth_limits).
"""

import io
import json
import os
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

FORMAT, VERSION = "dynet-pack", 1
HEADER = 30  # bytes of a zip member's header before its name
STAMP = (1980, 1, 1, 0, 0, 0)  # equal input, equal bytes


class PackError(Exception):
    """A pack that cannot be read or written, with what to do about it."""


@dataclass(frozen=True)
class Member:
    """One picture of a pack: its bytes in the file, its place in its photo, that photo's limits of pseudo-depth."""

    pack: Path
    name: str
    offset: int
    length: int
    place: tuple
    depth: tuple

    def open(self) -> Image.Image:
        """The picture."""
        data = np.memmap(self.pack, np.uint8, "r", self.offset, (self.length,))
        return Image.open(io.BytesIO(data.tobytes()))

    def __str__(self):
        return f"{self.pack}/{self.name}"


def jpeg(image: Image.Image) -> bytes:
    """The picture as it is kept."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95, subsampling=0)
    return file.getvalue()


def cost(name: str, length: int) -> int:
    """Bytes that a picture of length bytes takes, its line of the index included (at most)."""
    return length + HEADER + 46 + 3 * len(name) + 120


def index(photos: list) -> bytes:
    """index.json of the photos."""
    return json.dumps({"format": FORMAT, "version": VERSION, "photos": photos}, separators=(",", ":")).encode()


def write(path: Path, photos: list, pictures):
    """Writes photos, as in index.json, and the (name, JPEG bytes) of pictures, all or nothing."""
    temporary = path.with_name(path.name + ".tmp")
    try:
        with zipfile.ZipFile(temporary, "w") as file:
            file.writestr(zipfile.ZipInfo("index.json", STAMP), index(photos))
            for name, data in pictures:
                file.writestr(zipfile.ZipInfo(name, STAMP), data)
        os.replace(temporary, path)
    except OSError as error:
        raise PackError(f"{path} was not written: {error.strerror or error}; free some space or name another place and run again") from error
    finally:
        temporary.unlink(missing_ok=True)


def members(path: Path) -> list[Member]:
    """The pictures of a pack, in its order; every checksum is verified."""
    try:
        with zipfile.ZipFile(path) as file, open(path, "rb") as raw:
            if damaged := file.testzip():
                raise PackError(f"{path} is damaged at {damaged}: copy it again or make it anew with dynet.curate")
            contents = json.loads(file.read("index.json"))
            if (contents["format"], contents["version"]) != (FORMAT, VERSION):
                raise PackError(f"{path} is a pack of another version: make it anew with dynet.curate")
            return [member(path, raw, file.getinfo(p["name"]), p, photo) for photo in contents["photos"] for p in photo["pictures"]]
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise PackError(f"{path} is no pack, or damaged ({error}): name a folder or a file made by dynet.curate") from error


def member(path: Path, raw, info: zipfile.ZipInfo, picture: dict, photo: dict) -> Member:
    """The place of one stored picture, behind its header in the open file raw."""
    if info.compress_type != zipfile.ZIP_STORED:
        raise PackError(f"{path} was packed again by another program: make it anew with dynet.curate")
    raw.seek(info.header_offset + HEADER - 4)
    behind = sum(struct.unpack("<HH", raw.read(4)))  # lengths of the name and of what other programs add
    return Member(path, info.filename, info.header_offset + HEADER + behind, info.file_size, tuple(picture["place"]), tuple(photo["depth"]))
