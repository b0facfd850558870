"""Makes packed.dng: the mosaic of raw.dng as JPEG XL without a loss, each of its four colours together, in tiles of which the last ones are not full, with the high byte of numbers first
(python make_jxldng.py; NumPy, and imagecodecs 2026.3.6 with libjxl 0.11).

pack() makes such DNGs of other DNGs that are not compressed and have one directory: with others tiles, or 0 for strips of 40 rows, with other numbers of fields, with a loss, of three colours.
"""
import struct
import sys
from pathlib import Path

import imagecodecs
import numpy as np

HERE = Path(__file__).parent
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8, 12: 8}
FORMS = {1: "B", 2: "B", 3: "H", 4: "I", 5: "II", 7: "B", 9: "i", 10: "ii", 12: "d"}


def directory(data, at, order):
    """A directory's tags: kinds and values."""
    count, = struct.unpack_from(order + "H", data, at)
    tags = {}
    for i in range(count):
        tag, kind, n = struct.unpack_from(order + "HHI", data, at + 2 + 12 * i)
        place = at + 2 + 12 * i + 8
        if SIZES[kind] * n > 4:
            place, = struct.unpack_from(order + "I", data, place)
        tags[tag] = (kind, struct.unpack_from(order + FORMS[kind] * n, data, place))
    return tags


def write(tags, order, start):
    """The bytes of a directory that begins at a place, and of its values behind it."""
    head, values = struct.pack(order + "H", len(tags)), b""
    behind = start + 2 + 12 * len(tags) + 4
    for tag, (kind, value) in sorted(tags.items()):
        per = len(FORMS[kind])
        packed = struct.pack(order + FORMS[kind] * (len(value) // per), *value)
        head += struct.pack(order + "HHI", tag, kind, len(value) // per)
        if len(packed) <= 4:
            head += packed + bytes(4 - len(packed))
        else:
            head += struct.pack(order + "I", behind + len(values))
            values += packed + bytes(len(packed) % 2)
    return head + bytes(4) + values


def samples(data, tags, order):
    (width,), (height,), (bits,) = tags[256][1], tags[257][1], tags[258][1][:1]
    channels = tags[277][1][0]
    raw = data[tags[273][1][0]:][:tags[279][1][0]]
    if bits == 16:
        return np.frombuffer(raw, order + "u2").reshape(height, width, channels)
    if bits == 8:
        return np.frombuffer(raw, "u1").reshape(height, width, channels)
    ones = np.unpackbits(np.frombuffer(raw, "u1")).reshape(height, -1)[:, :width * channels * bits].reshape(height, width, channels, bits)
    return (ones.astype(np.uint32) << np.arange(bits - 1, -1, -1, dtype=np.uint32)).sum(-1).astype(np.uint16)


def fields(image, rows, columns):
    image = np.concatenate([image[i::rows] for i in range(rows)])
    return np.concatenate([image[:, i::columns] for i in range(columns)], 1)


def pack(data, tile=40, row_fields=2, column_fields=2, order=">", distance=0, bits=None):
    source = "<" if data[:2] == b"II" else ">"
    tags = directory(data, struct.unpack_from(source + "I", data, 4)[0], source)
    image = samples(data, tags, source)
    height, width, channels = image.shape
    stored = fields(image, row_fields, column_fields)
    out, places, sizes = {"<": b"II*\0", ">": b"MM\0*"}[order] + bytes(4), [], []
    rows, columns = (tile, tile) if tile else (40, width)
    for y in range(0, height, rows):
        for x in range(0, width, columns):
            part = stored[y:y + rows, x:x + columns]
            if tile:
                part = np.pad(part, ((0, rows - part.shape[0]), (0, columns - part.shape[1]), (0, 0)), "edge")
            code = imagecodecs.jpegxl_encode(np.ascontiguousarray(part.squeeze()), lossless=not distance, distance=distance or None, bitspersample=bits, effort=7, photometric=1 if channels == 1 else 2)
            places, sizes, out = places + [len(out)], sizes + [len(code)], out + code + bytes(len(code) % 2)
    for tag in (273, 278, 279):
        del tags[tag]
    tags[259] = (3, (52546,))
    if tile:
        tags.update({322: (4, (tile,)), 323: (4, (tile,)), 324: (4, tuple(places)), 325: (4, tuple(sizes))})
    else:
        tags.update({273: (4, tuple(places)), 278: (4, (40,)), 279: (4, tuple(sizes))})
    tags.update({50975: (4, (row_fields,)), 52547: (4, (column_fields,)), 50706: (1, (1, 7, 1, 0))})
    if 34665 in tags:
        exif = directory(data, tags[34665][1][0], source)
        tags[34665] = (4, (len(out),))
        out += write(exif, order, len(out))
    out = out[:4] + struct.pack(order + "I", len(out)) + out[8:]
    return out + write(tags, order, len(out))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_bytes(pack(Path(sys.argv[1]).read_bytes(), **eval(f"dict({' '.join(sys.argv[3:])})")))
    else:
        (HERE / "packed.dng").write_bytes(pack((HERE / "raw.dng").read_bytes()))
