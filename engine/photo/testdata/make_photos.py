"""Makes the small photos that the tests open (python make_photos.py; Pillow, NumPy, tifffile with imagecodecs, libtiff's tiffcp).

orientation_0.jpg … orientation_8.jpg   one 48x32 picture, stored turned, with the EXIF orientation
                                        that turns it back (0: no EXIF): red, green / blue, white
grey.jpg, progressive.jpg, cmyk.jpg     other kinds of JPEG of the same picture; cmyk.jpg is Adobe's, inverted
restarts.jpg                            the same, by cjpeg -progressive -restart 1B -sample 2x2; image/jpeg cannot read it
chroma.jpg, chroma.png                  a 4:2:0 JPEG and what libjpeg makes of it
meta.jpg                                EXIF with camera data and a thumbnail, ICC, XMP, IPTC, a comment
truncated.jpg                           the first two thirds of progressive.jpg
deep.tif                                16-bit RGB, big-endian, uncompressed, orientation 6
deep_planes.tif         the same by tifffile: a plane for each colour, strips of 7 rows, LZW with differences, little-endian
deep_tiles.tif          the same by libtiff: BigTIFF, tiles of 16 x 16, Deflate with differences
deep_float.tif          the same by tifffile: 32-bit floating point with differences and the profile of sRGB
jpeg.tif                the first picture by libtiff: strips of 16 rows that are JPEGs
turned.avif                             meta.jpg by libavif's avifenc: turned by the container's own word
deep.avif, glass.avif, mirrored.avif    10 bits of Display P3; half transparent; turned by a quarter and mirrored
video.avif                              luma and chroma of BT.709, in video's range
photo.webp, glass.webp, film.webp       lossy with EXIF, ICC and XMP; lossy, half transparent; an animation
phone.heic, deep.hif, glass.heic        by make_heic.py, which needs another library
"""
import io
import struct
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image, ImageCms, TiffImagePlugin

HERE = Path(__file__).parent
COLOURS = [[(220, 30, 30), (30, 180, 30)], [(30, 30, 200), (245, 245, 245)]]


def picture():
    pixels = np.zeros((32, 48, 3), np.uint8)
    for i in range(2):
        for j in range(2):
            pixels[16 * i:16 * i + 16, 24 * j:24 * j + 24] = COLOURS[i][j]
    return Image.fromarray(pixels)


def stored(image, orientation):
    """The picture as a camera stores it: the inverse of what the orientation asks for."""
    t = Image.Transpose
    turn = {2: t.FLIP_LEFT_RIGHT, 3: t.ROTATE_180, 4: t.FLIP_TOP_BOTTOM, 5: t.TRANSPOSE,
            6: t.ROTATE_90, 7: t.TRANSVERSE, 8: t.ROTATE_270}.get(orientation)
    return image.transpose(turn) if turn is not None else image


def save(image, name, **options):
    image.save(HERE / name, "JPEG", quality=95, subsampling=options.pop("subsampling", 0), **options)


def camera_exif():
    thumbnail = io.BytesIO()
    picture().resize((16, 12)).save(thumbnail, "JPEG", quality=30)
    exif = Image.Exif()
    exif[0x010f], exif[0x0110], exif[0x0112] = "Canon", "Canon EOS R5", 6
    exif[0x8298] = "A. Photographer"
    exif.get_ifd(0x8769).update({
        0x829a: TiffImagePlugin.IFDRational(1, 250), 0x829d: TiffImagePlugin.IFDRational(28, 10), 0x8827: 400,
        0x9003: "2024:05:01 12:34:56", 0xa002: 48, 0xa003: 32, 0xa434: "RF24-70mm F2.8 L IS USM",
        0x927c: b"MAKERNOTE" * 5})
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    raw = bytearray(exif.tobytes()[6:])
    return b"Exif\0\0" + with_thumbnail(raw, thumbnail.getvalue())


def with_thumbnail(raw, jpeg):
    """Appends a second directory that holds a thumbnail."""
    order = "<" if raw[:2] == b"II" else ">"
    first, = struct.unpack_from(order + "I", raw, 4)
    count, = struct.unpack_from(order + "H", raw, first)
    struct.pack_into(order + "I", raw, first + 2 + 12 * count, len(raw))
    at = len(raw) + 2 + 3 * 12 + 4
    entries = [(0x0103, 3, 1, 6), (0x0201, 4, 1, at), (0x0202, 4, 1, len(jpeg))]
    second = struct.pack(order + "H", 3)
    for tag, kind, n, value in entries:
        second += struct.pack(order + "HHI", tag, kind, n)
        second += struct.pack(order + "HH", value, 0) if kind == 3 else struct.pack(order + "I", value)
    return bytes(raw) + second + b"\0\0\0\0" + jpeg


def srgb():
    icc = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    icc[24:36] = bytes(12)  # the date, so that the file comes out the same every time
    return bytes(icc)


def photoshop(caption):
    record = b"\x1c\x02\x78" + struct.pack(">H", len(caption)) + caption
    return b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)


def deep_tiff():
    """A TIFF by hand, because Pillow writes no 16-bit RGB: big-endian, one plain strip."""
    y, x = np.mgrid[0:32, 0:48]
    pixels = np.stack([x * 1365 + 7, y * 2113 + 3, (x * y * 43) % 65536], -1).astype(">u2")
    order, w, h = ">", 48, 32
    data = pixels.tobytes()
    value_area = 8 + 2 + 12 * 13 + 4
    bits = struct.pack(">3H", 16, 16, 16)
    model = b"Test camera\0"
    strip_at = value_area + len(bits) + len(model)
    entries = [(256, 3, 1, w), (257, 3, 1, h), (258, 3, 3, value_area), (259, 3, 1, 1), (262, 3, 1, 2),
               (272, 2, len(model), value_area + len(bits)), (273, 4, 1, strip_at), (274, 3, 1, 6),
               (277, 3, 1, 3), (278, 3, 1, h), (279, 4, 1, len(data)), (284, 3, 1, 1), (296, 3, 1, 2)]
    out = b"MM\0*" + struct.pack(">IH", 8, len(entries))
    for tag, kind, n, v in entries:
        short = kind == 3 and n == 1
        out += struct.pack(">HHI", tag, kind, n) + (struct.pack(">HH", v, 0) if short else struct.pack(">I", v))
    (HERE / "deep.tif").write_bytes(out + b"\0\0\0\0" + bits + model + data)


def other_tiffs():
    """TIFF files as other programs write them."""
    make("deep_tiles.tif", "deep.tif", "tiffcp", "-8", "-t", "-w", "16", "-l", "16", "-c", "zip:2:s0", "IN", "OUT")
    deep = tifffile.imread(HERE / "deep.tif")
    options = dict(photometric="rgb", predictor=True, byteorder="<", metadata=None, software=False)
    tifffile.imwrite(HERE / "deep_planes.tif", np.moveaxis(deep, -1, 0), planarconfig="separate", compression="lzw", rowsperstrip=7,
                     extratags=[(274, 3, 1, 6, True)], **options)
    tifffile.imwrite(HERE / "deep_float.tif", (deep / 65535).astype(np.float32), compression="zlib", rowsperstrip=10,
                     extratags=[(274, 3, 1, 6, True)], iccprofile=srgb(), **options)
    with tempfile.TemporaryDirectory() as folder:
        picture().save(Path(folder, "picture.tif"))
        command = ["tiffcp", "-r", "16", "-c", "jpeg:95", str(Path(folder, "picture.tif")), str(HERE / "jpeg.tif")]
        subprocess.run(command, check=True)


def glass(mode):
    """The picture, its lower half half transparent."""
    image = picture().convert("RGBA")
    image.putalpha(Image.fromarray(np.repeat(np.uint8([255, 128]), 16)[:, None].repeat(48, 1)))
    return image.convert(mode)


def make(name, source, *command):
    """Runs a program that makes a file of a picture, or of the file of that name."""
    with tempfile.TemporaryDirectory() as folder:
        given = HERE / source if isinstance(source, str) else Path(folder, "source.png")
        if not isinstance(source, str):
            source.save(given)
        words = [str(HERE / name if word == "OUT" else given if word == "IN" else word) for word in command]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def containers():
    """AVIF (avifenc of libavif 0.11) and WebP."""
    avif = ["avifenc", "--min", "2", "--max", "4", "-y", "444"]
    make("turned.avif", "meta.jpg", *avif, "IN", "OUT")
    make("video.avif", picture(), "avifenc", "--min", "0", "--max", "0", "-y", "444", "--cicp", "1/13/1", "-r", "limited", "IN", "OUT")
    make("mirrored.avif", picture(), *avif, "--irot", "1", "--imir", "1", "IN", "OUT")
    make("deep.avif", picture(), *avif, "-d", "10", "--cicp", "12/13/6", "IN", "OUT")
    make("glass.avif", glass("RGBA"), *avif, "IN", "OUT")
    meta = Image.open(HERE / "meta.jpg")
    meta.save(HERE / "photo.webp", quality=95, exif=meta.info["exif"], icc_profile=meta.info["icc_profile"], xmp=meta.info["xmp"])
    glass("RGBA").save(HERE / "glass.webp", quality=95)
    picture().save(HERE / "film.webp", save_all=True, append_images=[stored(picture(), 3)])


def main():
    for orientation in range(9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        save(stored(picture(), orientation), f"orientation_{orientation}.jpg",
             **({"exif": exif} if orientation else {}))
    save(picture().convert("L"), "grey.jpg")
    save(picture(), "progressive.jpg", progressive=True)
    save(picture().convert("CMYK"), "cmyk.jpg")

    whole = (HERE / "progressive.jpg").read_bytes()
    (HERE / "truncated.jpg").write_bytes(whole[:len(whole) * 2 // 3])

    rng = np.random.default_rng(1)
    soft = Image.fromarray(rng.integers(0, 256, (9, 13, 3), np.uint8)).resize((45, 31), Image.Resampling.BICUBIC)
    save(soft, "chroma.jpg", subsampling=2)
    Image.open(HERE / "chroma.jpg").save(HERE / "chroma.png")

    xmp = (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
           b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>')
    save(stored(picture(), 6), "meta.jpg", exif=camera_exif(), icc_profile=srgb(), xmp=xmp, comment=b"Rain over the harbour")
    data = (HERE / "meta.jpg").read_bytes()
    iptc = b"Photoshop 3.0\0" + photoshop(b"Harbour")
    (HERE / "meta.jpg").write_bytes(data[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + data[2:])
    deep_tiff()
    other_tiffs()
    containers()


if __name__ == "__main__":
    main()
