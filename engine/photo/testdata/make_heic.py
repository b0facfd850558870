"""Makes the small HEIC files that the tests open (python make_heic.py; Pillow, NumPy, and pillow-heif 1.4, which has an encoder).

phone.heic   as phones write it: the picture of make_photos.py five times as large, stored turned, in six tiles of 64 x 64, with the
             word to turn it back, EXIF (which says it too), ICC profile and XMP of meta.jpg, and a small picture of 150 x 100
deep.hif     as cameras write it: the picture with 10 bits, 4:2:2, in video's range, in colours that numbers tell (Display P3)
glass.heic   its lower half half transparent; HEVC needs 64 x 64 pixels, of which the file says which are to be shown
"""
import ctypes
import io
import struct
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image

from make_photos import HERE, glass, picture, stored

LIBRARY = ctypes.CDLL(str(next(Path(pillow_heif.__file__).parent.parent.glob("pillow_heif.libs/libheif*"))))


class Error(ctypes.Structure):
    _fields_ = [("code", ctypes.c_int), ("detail", ctypes.c_int), ("message", ctypes.c_char_p)]


def call(name, *arguments):
    function = getattr(LIBRARY, "heif_" + name)
    function.restype = Error
    error = function(*arguments)
    if error.code:
        raise RuntimeError(error.message)


def pointer(name, *arguments):
    function = getattr(LIBRARY, "heif_" + name)
    function.restype = ctypes.c_void_p
    return ctypes.c_void_p(function(*arguments))


def heif_image(pixels, icc):
    image, (height, width) = ctypes.c_void_p(), pixels.shape[:2]
    call("image_create", width, height, 1, 10, ctypes.byref(image))  # interleaved RGB
    call("image_add_plane", image, 10, width, height, 8)
    stride = ctypes.c_int()
    at = pointer("image_get_plane", image, 10, ctypes.byref(stride))
    np.ctypeslib.as_array(ctypes.cast(at, ctypes.POINTER(ctypes.c_uint8)), (height, stride.value))[:, :3 * width] = pixels.reshape(height, -1)
    call("image_set_raw_color_profile", image, b"prof", icc, ctypes.c_size_t(len(icc)))
    return image


def phone(tile=64):
    meta = Image.open(HERE / "meta.jpg")
    large = picture().resize((240, 160), Image.Resampling.NEAREST)
    pixels = np.asarray(stored(large, 6))  # 160 x 240
    rows, columns = -(-pixels.shape[0] // tile), -(-pixels.shape[1] // tile)
    padded = np.pad(pixels, ((0, rows * tile - pixels.shape[0]), (0, columns * tile - pixels.shape[1]), (0, 0)), "edge")
    context, encoder, options = pointer("context_alloc"), ctypes.c_void_p(), pointer("encoding_options_alloc")
    call("context_get_encoder_for_format", context, 1, ctypes.byref(encoder))
    call("encoder_set_lossy_quality", encoder, 90)
    icc = meta.info["icc_profile"]
    tiles = [heif_image(np.ascontiguousarray(padded[y:y + tile, x:x + tile]), icc) for y in range(0, rows * tile, tile) for x in range(0, columns * tile, tile)]
    grid, thumbnail = ctypes.c_void_p(), ctypes.c_void_p()
    call("context_encode_grid", context, (ctypes.c_void_p * len(tiles))(*tiles), ctypes.c_uint16(columns), ctypes.c_uint16(rows), encoder, options, ctypes.byref(grid))
    call("context_set_primary_image", context, grid)
    exif, xmp = meta.info["exif"], meta.info["xmp"]
    call("context_add_exif_metadata", context, grid, exif, len(exif))
    call("context_add_XMP_metadata", context, grid, xmp, len(xmp))
    small = heif_image(np.asarray(stored(picture().resize((150, 100), Image.Resampling.NEAREST), 6)), icc)
    call("context_encode_image", context, small, encoder, options, ctypes.byref(thumbnail))
    call("context_assign_thumbnail", context, thumbnail, grid)  # 1.23 takes them the other way round than it says
    call("context_write_to_file", context, str(HERE / "phone.heic").encode())
    data = (HERE / "phone.heic").read_bytes()
    for before, form in ((b"ispe\0\0\0\0", ">II"), (bytes([0, 0, rows - 1, columns - 1]), ">HH")):
        whole, size = struct.pack(form, columns * tile, rows * tile), struct.pack(form, pixels.shape[1], pixels.shape[0])
        assert data.count(before + whole) == 1
        data = data.replace(before + whole, before + size)
    primary, = struct.unpack_from(">H", data, data.index(b"pitm") + 8)
    first = min(struct.unpack_from(">H", data, at + 8)[0] for at in range(len(data)) if data[at:at + 4] == b"infe" and data[at + 12:at + 16] == b"hvc1" and not hidden(data, at))
    (HERE / "phone.heic").write_bytes(turned(data, {primary, first}))


def hidden(data, at):
    """Tells whether an item is not to be shown by itself, as a tile."""
    return data[at + 7] & 1


def turned(data, items, turn=struct.pack(">I4sB", 9, b"irot", 3)):
    """Says of items how they are to be turned: a property behind the others, and where these items have it."""
    out, grown = b"", 0
    at = data.index(b"ipco") - 4
    size, = struct.unpack_from(">I", data, at)
    count = sum(1 for _ in boxes(data[at + 8:at + size]))
    properties = struct.pack(">I4s", size + len(turn), b"ipco") + data[at + 8:at + size] + turn
    start = data.index(b"ipma") - 4
    length, = struct.unpack_from(">I", data, start)
    wide = data[start + 11] & 1
    place, lists = start + 16, data[start + 8:start + 16]
    while place < start + length:
        item, n = struct.unpack_from(">HB", data, place)
        of = data[place + 3:place + 3 + n * (1 + wide)]
        if item in items:
            n, of = n + 1, of + (struct.pack(">H", 0x8000 | count + 1) if wide else bytes([0x80 | count + 1]))
        lists += struct.pack(">HB", item, n) + of
        place += 3 + data[place + 2] * (1 + wide)
    inside = properties + struct.pack(">I4s", len(lists) + 8, b"ipma") + lists
    iprp, end = data.index(b"iprp") - 4, start + length
    out = data[:iprp] + struct.pack(">I4s", len(inside) + 8, b"iprp") + inside + data[end:]
    return moved(out, len(out) - len(data))


def boxes(data):
    while data:
        size, = struct.unpack_from(">I", data)
        yield data[:size]
        data = data[size:]


def moved(data, by):
    """Mends the size of meta, and the places of what lies behind it (iloc version 1, four bytes each)."""
    out = bytearray(data)
    meta, iloc = data.index(b"meta") - 4, data.index(b"iloc") + 4
    struct.pack_into(">I", out, meta, struct.unpack_from(">I", data, meta)[0] + by)
    count, = struct.unpack_from(">H", data, iloc + 6)
    place = iloc + 8
    assert data[iloc] == 1 and data[iloc + 4:iloc + 6] == b"\x44\x40"
    for _ in range(count):
        method, = struct.unpack_from(">H", data, place + 2)
        base, extents = struct.unpack_from(">IH", data, place + 6)
        if method == 0:
            struct.pack_into(">I", out, place + 6, base + by)
        place += 12 + 8 * extents
    return bytes(out)


def main():
    phone()
    samples = np.asarray(picture()).astype(np.uint16) * 257
    deep = pillow_heif.from_bytes(mode="RGB;16", size=(48, 32), data=samples.tobytes())
    deep.save(HERE / "deep.hif", quality=95, chroma="422", color_primaries=12, transfer_characteristics=13, matrix_coefficients=6, full_range_flag=0)
    pillow_heif.from_pillow(glass("RGBA")).save(HERE / "glass.heic", quality=95, chroma="444")


if __name__ == "__main__":
    main()
