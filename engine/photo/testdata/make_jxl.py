"""Makes the small JPEG XL files that the tests open (python make_jxl.py; what make_photos.py needs, and the libjxl 0.11 that imagecodecs brings, which has an encoder).

photo.jxl    meta.jpg packed anew without a loss, as programs do it with whole collections: EXIF and XMP in boxes packed by brotli
deep.jxl     16 bits, Display P3, not lossy, stored turned by the picture's own word
glass.jxl    its lower half half transparent; without boxes
grey.jxl     10 bits of grey with a power of 1.8
wide.jxl     lossy, in colours that only a profile can tell: Adobe RGB's with a curve of its own
hdr.jxl      10 bits of BT.2100 PQ
float.jxl, linear.jxl   floating-point numbers, of sRGB and in proportion to light
film.jxl     an animation
ink.jxl      CMYK
"""
import ctypes
import struct
from ctypes import byref, c_double, c_int, c_size_t, c_uint32, c_void_p
from pathlib import Path

import imagecodecs
import numpy as np

from make_photos import HERE, glass, picture, stored

FOLDER = Path(imagecodecs.__file__).parent.parent / "imagecodecs.libs"
imagecodecs.jpegxl_version()  # loads what the library needs
LIBRARY = ctypes.CDLL(str(next(FOLDER.glob("libjxl-*"))))


class Info(ctypes.Structure):
    _fields_ = [(name, c_uint32) for name in "container width height bits exponent".split()] + [("light", ctypes.c_float * 4)] + [
        (name, c_uint32) for name in "original preview animated turn colours extra alpha alpha_exponent premultiplied".split()] + [
        ("preview_size", c_uint32 * 2), ("ticks", c_uint32 * 4), ("shown", c_uint32 * 2), ("rest", ctypes.c_uint8 * 100)]


class Colours(ctypes.Structure):
    _fields_ = [("space", c_int), ("white", c_int), ("white_xy", c_double * 2), ("primaries", c_int), ("xy", c_double * 6), ("transfer", c_int), ("gamma", c_double), ("intent", c_int)]


class Format(ctypes.Structure):
    _fields_ = [("channels", c_uint32), ("kind", c_int), ("order", c_int), ("align", c_size_t)]


class Extra(ctypes.Structure):
    _fields_ = [("kind", c_int), ("bits", c_uint32), ("rest", ctypes.c_uint8 * 40)]


class Header(ctypes.Structure):
    _fields_ = [("duration", c_uint32), ("rest", ctypes.c_uint8 * 100)]


def call(name, *arguments):
    function = getattr(LIBRARY, "JxlEncoder" + name)
    if function(*arguments):
        raise RuntimeError(f"{name}: {LIBRARY.JxlEncoderGetError(arguments[0])}")


def pointer(name, *arguments):
    function = getattr(LIBRARY, "JxlEncoder" + name)
    function.restype = c_void_p
    return c_void_p(function(*arguments))


def finish(encoder, name):
    LIBRARY.JxlEncoderCloseInput(encoder)
    room = ctypes.create_string_buffer(1 << 16)
    at, left = c_void_p(ctypes.addressof(room)), c_size_t(len(room))
    call("ProcessOutput", encoder, byref(at), byref(left))
    (HERE / name).write_bytes(room.raw[:len(room) - left.value])


def make(name, pixels, bits=None, icc=None, colours=None, distance=0.0, turn=1, frames=1, black=None):
    """Encodes pixels, of 1 to 4 channels."""
    encoder, (height, width, channels) = pointer("Create", None), pixels.shape
    info = Info()
    LIBRARY.JxlEncoderInitBasicInfo(byref(info))
    info.width, info.height, info.bits, info.turn = width, height, bits or 8 * pixels.itemsize, turn
    info.exponent = 8 if pixels.dtype == np.float32 else 0
    info.original, info.colours = distance == 0, 3 if channels > 2 else 1
    if channels % 2 == 0:
        info.extra, info.alpha = 1, info.bits
    if black is not None:
        info.extra = 1
    if frames > 1:
        info.animated, info.ticks[0], info.ticks[1] = 1, 10, 1
    if black is not None or info.exponent:
        call("SetCodestreamLevel", encoder, 10)
    call("SetBasicInfo", encoder, byref(info))
    if icc:
        call("SetICCProfile", encoder, icc, c_size_t(len(icc)))
    else:
        encoding = Colours(space=info.colours == 1, white=1, primaries=1, transfer=13)
        for key, value in (colours or {}).items():
            setattr(encoding, key, value)
        call("SetColorEncoding", encoder, byref(encoding))
    if black is not None:
        extra = Extra()
        LIBRARY.JxlEncoderInitExtraChannelInfo(4, byref(extra))
        call("SetExtraChannelInfo", encoder, c_size_t(0), byref(extra))
    options = pointer("FrameSettingsCreate", encoder, None)
    call("SetFrameLossless", options, distance == 0)
    if distance:
        call("SetFrameDistance", options, ctypes.c_float(distance))
    form = Format(channels, {1: 2, 2: 3, 4: 0}[pixels.itemsize], 0, 0)
    if bits:
        call("SetFrameBitDepth", options, byref((c_uint32 * 3)(1, 0, 0)))  # levels as they are
    header = Header()
    LIBRARY.JxlEncoderInitFrameHeader(byref(header))
    header.duration = 10 * (frames > 1)
    for _ in range(frames):
        call("SetFrameHeader", options, byref(header))
        call("AddImageFrame", options, byref(form), pixels.tobytes(), c_size_t(pixels.nbytes))
        if black is not None:
            one = Format(1, form.kind, 0, 0)
            call("SetExtraChannelBuffer", options, byref(one), black.tobytes(), c_size_t(black.nbytes), 0)
    finish(encoder, name)


def packed_jpeg(name, jpeg):
    encoder = pointer("Create", None)
    call("UseContainer", encoder, 1)
    call("StoreJPEGMetadata", encoder, 1)
    options = pointer("FrameSettingsCreate", encoder, None)
    call("AddJPEGFrame", options, jpeg, c_size_t(len(jpeg)))
    finish(encoder, name)


def profile():
    """Adobe RGB's primaries and a tone curve that no formula is."""
    fixed = lambda values: struct.pack(">%di" % len(values), *(round(v * 65536) for v in values))
    curve = struct.pack(">I", 33) + struct.pack(">33H", *(round(65535 * (i / 32) ** 2.2) for i in range(33)))
    tags = {b"desc": b"desc\0\0\0\0" + struct.pack(">I", 5) + b"wide\0" + bytes(78), b"cprt": b"text\0\0\0\0none\0", b"wtpt": b"XYZ \0\0\0\0" + fixed((0.9642, 1, 0.8249)),
            b"rXYZ": b"XYZ \0\0\0\0" + fixed((0.60974, 0.31111, 0.01947)), b"gXYZ": b"XYZ \0\0\0\0" + fixed((0.20528, 0.62567, 0.06087)),
            b"bXYZ": b"XYZ \0\0\0\0" + fixed((0.14919, 0.06322, 0.74457)), b"rTRC": b"curv\0\0\0\0" + curve}
    names = list(tags) + [b"gTRC", b"bTRC"]
    table, data, places = struct.pack(">I", len(names)), b"", {}
    for tag, value in tags.items():
        places[tag] = (128 + 4 + 12 * len(names) + len(data), len(value))
        data += value + bytes(-len(value) % 4)
    for tag in names:
        table += struct.pack(">4sII", tag, *places[tag if tag in places else b"rTRC"])
    head = bytes(4) + bytes(4) + b"\x02\x10\0\0" + b"mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28) + fixed((0.9642, 1, 0.8249)) + bytes(48)
    whole = head + table + data
    return struct.pack(">I", len(whole)) + whole[4:]


def main():
    rgb = np.asarray(picture())
    p3, pq = dict(primaries=11), dict(primaries=9, transfer=16)
    packed_jpeg("photo.jxl", (HERE / "meta.jpg").read_bytes())
    make("deep.jxl", np.ascontiguousarray(np.asarray(stored(picture(), 6))).astype(np.uint16) * 257, colours=p3, turn=6)
    make("glass.jxl", np.asarray(glass("RGBA")))
    make("grey.jxl", np.asarray(picture().convert("L")).astype(np.uint16)[:, :, None] * 4, bits=10, colours=dict(transfer=65535, gamma=1 / 1.8))
    make("wide.jxl", rgb, icc=profile(), distance=1)
    make("hdr.jxl", rgb.astype(np.uint16) * 4, bits=10, colours=pq)
    make("float.jxl", (rgb / 255).astype(np.float32))
    make("linear.jxl", (rgb / 255).astype(np.float32), colours=dict(transfer=8))
    make("film.jxl", rgb, frames=2)
    make("ink.jxl", rgb, black=np.zeros(rgb.shape[:2], np.uint8))


if __name__ == "__main__":
    main()
