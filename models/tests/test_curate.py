"""Curation keeps what teaches, names what it leaves out, and its pack trains like a folder."""

import json
import zipfile

import numpy as np
import pytest
from PIL import Image, ImageOps

from conftest import scene
from dynet import curate, data, measures, pack, patches


def plain(seed: int) -> Image.Image:
    """A picture flat in all but its lowest quarter, which is noise: sharp enough as a whole, its upper patches flat."""
    y = np.mgrid[0:1024, 0:512][0]
    image = np.repeat((60 + seed * 20 + y / 10)[..., None], 3, 2)
    image[768:] += np.random.default_rng(seed).normal(0, 40, (256, 512, 3))
    return Image.fromarray(image.clip(0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def wild(tmp_path_factory):
    """Five detailed scenes (two patches each) and two half-flat pictures (one detailed patch, one flat one)."""
    folder = tmp_path_factory.mktemp("wild")
    for seed in range(5):
        scene(seed, 1100, 520).save(folder / f"scene{seed}.png")
    for seed in range(2):
        plain(seed).save(folder / f"sky{seed}.png")
    return folder


@pytest.fixture(scope="module")
def packed(wild, tmp_path_factory):
    """The pack of wild; tests copy it before they harm it."""
    path = tmp_path_factory.mktemp("packed") / "p.zip"
    assert curate.main([str(wild), "--out", str(path)]) == 0
    return path


@pytest.fixture
def one(tmp_path):
    """A folder of one good photograph."""
    (tmp_path / "in").mkdir()
    scene(0, 520, 520).save(tmp_path / "in" / "good.png")
    return tmp_path / "in"


def run(capsys, *arguments):
    """(exit code, standard output, last line of the errors)."""
    code = curate.main([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err.strip().split("\n")[-1]


def contents(path):
    return json.loads(zipfile.ZipFile(path).read("index.json"))["photos"]


def flat_shares(path):
    return [measures.flat_share(measures.grey(m.open())) for m in pack.members(path) if not m.name.endswith("whole.jpg")]


def test_flat_patches_are_dropped_but_for_some_skies(packed):
    """Twelve detailed patches stay, and of the flat ones no more than one in eight (rounded)."""
    shares = np.array(flat_shares(packed))
    assert (shares <= 0.5).sum() == 12 and (shares > 0.5).sum() == 2


def test_skies_are_one_patch_in_eight():
    photo = lambda flat: patches.Photo("", patches=tuple(patches.Patch(0, n, flat, 0, f"{n:03}") for n in range(100)))
    found = [patch.flat for _, patch in curate.with_skies([photo(0.0), photo(1.0)])]
    assert 0.1 <= np.mean(found) <= 0.15 and sum(f == 0 for f in found) == 100


def test_flat_and_small_photos_are_left_out(one, capsys):
    Image.new("RGB", (1024, 600), (90, 120, 200)).save(one / "wall.png")
    scene(1, 300, 600).save(one / "small.png")
    code, out, _ = run(capsys, one, "--out", one / "p.zip")
    assert code == 0 and "wall.png: blurred" in out and "small.png: smaller than 512" in out
    assert [photo["file"] for photo in contents(one / "p.zip")] == ["good.png"]


@pytest.mark.parametrize("change, kind", [
    (lambda image: image, "webp"),
    (ImageOps.mirror, "tif"),
    (lambda image: image.resize((594, 572), Image.LANCZOS), "bmp"),
    (lambda image: ImageOps.mirror(image.point(lambda v: round(v * 0.8 + 20))), "TIFF"),
])
def test_duplicates_and_test_pictures_are_found(change, kind, tmp_path, capsys):
    """The same photo again, mirrored, resized or with other brightness: once is enough, and never if it is for testing."""
    (tmp_path / "in").mkdir()
    (tmp_path / "tests").mkdir()
    for seed in range(3):
        scene(seed, 540, 520).save(tmp_path / "in" / f"{seed}.png")
    change(scene(1, 540, 520)).save(tmp_path / "in" / "again.jpg", quality=80)
    change(scene(2, 540, 520)).save(tmp_path / "tests" / f"target.{kind}")
    code, out, _ = run(capsys, tmp_path / "in", "--out", tmp_path / "p.zip", "--tests", tmp_path / "tests")
    assert code == 0 and f"2.png: the test picture {tmp_path / 'tests' / f'target.{kind}'}" in out
    files = [photo["file"] for photo in contents(tmp_path / "p.zip")]
    assert len(files) == 2 and "0.png" in files and "a duplicate of" in out


def test_a_folder_inside_another_counts_once(one, capsys):
    """Its photos are not taken for duplicates of themselves, which would leave none of them."""
    (one / "more").mkdir()
    scene(1, 520, 520).save(one / "more" / "b.png")
    for folders in ([one, one / "more"], [one, one]):
        code, _, _ = run(capsys, *folders, "--out", one / "p.zip")
        assert code == 0 and len(contents(one / "p.zip")) == 2


def test_the_pack_gives_back_the_photos(wild, packed):
    """Each picture shows its place of its photo, to JPEG's precision."""
    members = {m.name: m for m in data.find_photos([packed])}
    for photo in contents(packed):
        image = Image.open(wild / photo["file"]).convert("RGB")
        for picture in photo["pictures"]:
            top, left, height, width = picture["place"]
            box = [round(n) for n in (left * image.width, top * image.height, (left + width) * image.width, (top + height) * image.height)]
            found = members[picture["name"]].open()
            expected = np.asarray(image.crop(box).resize(found.size, Image.LANCZOS), float)
            assert np.abs(np.asarray(found, float) - expected).mean() < 5


def test_a_pack_of_many_gigabytes_is_read(one, tmp_path, capsys, monkeypatch):
    """Beyond 2 GiB the archive has longer entries; here that begins at 2 kB."""
    scene(1, 520, 520).save(one / "b.png")
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 2000)
    code, _, _ = run(capsys, one, "--out", tmp_path / "p.zip")
    assert code == 0 and [max(m.open().size) for m in pack.members(tmp_path / "p.zip")] == [512] * 4


def test_a_pack_trains_like_a_folder(packed):
    """Crops of a pack know their place in the photo, not in the patch."""
    crops = data.Crops(data.find_photos([packed]), 1)
    assert crops.batch("haze", 4, 64).degraded.shape == (4, 3, 64, 64)
    _, _, places = crops.clean(200, 64)
    ends = places[:, :2] + places[:, 2:]
    assert places.min() >= 0 and ends.max() <= 1 and (places[:, 1] > 0.6).any() and (places[:, 3] < 0.07).any()


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig"])  # the latter as Windows saves it
def test_the_index_names_sources_and_licences(one, capsys, coding):
    scene(1, 520, 520).save(one / "set__a.png")
    one.with_name("in_index.tsv").write_text("file\tsource\tlicence\nset/a.png\tdeb:set\tCC0\n", encoding=coding)
    code, out, _ = run(capsys, one, "--out", one / "p.zip")
    good, a = contents(one / "p.zip")
    assert (a["source"], a["licence"], a["size"], len(a["sha256"])) == ("deb:set", "CC0", [520, 520], 64)
    assert good["licence"] == "" and "1 photographs have no licence" in out


def test_an_index_in_another_coding_is_one_clear_sentence(one, capsys):
    (one / "index.tsv").write_bytes("file\tlicence\ngüte.png\tCC0\n".encode("latin-1"))
    code, _, said = run(capsys, one, "--out", one / "p.zip")
    assert code == 1 and "index.tsv" in said and "UTF-8" in said


def test_same_photos_same_bytes(wild, packed, tmp_path, capsys):
    run(capsys, wild, "--out", tmp_path / "q.zip")
    assert packed.read_bytes() == (tmp_path / "q.zip").read_bytes()


def test_the_limit_is_kept_and_every_photo_comes_first(wild, packed, tmp_path, capsys):
    whole = packed.stat().st_size
    code, _, _ = run(capsys, wild, "--out", tmp_path / "p.zip", "--limit-mb", 0.7 * whole / 2**20)
    size, photos = (tmp_path / "p.zip").stat().st_size, contents(tmp_path / "p.zip")
    assert code == 0 and 0.5 * whole < size <= 0.7 * whole
    assert len(photos) == 7 and len(pack.members(tmp_path / "p.zip")) < len(pack.members(packed))


def test_a_damaged_photo_is_skipped_and_named(one, capsys):
    scene(1, 600, 600).save(one / "torn.jpg")
    (one / "torn.jpg").write_bytes((one / "torn.jpg").read_bytes()[:20000])
    (one / "text.png").write_text("no picture")
    Image.fromarray(np.asarray(scene(1, 520, 520).convert("L"), np.uint16) * 257).save(one / "scan.png")
    exif = Image.Exif()
    exif.update({0x0112: 6, 0x011A: 72.0})  # orientation, and a resolution that is made a text below
    scene(1, 520, 520).save(one / "exif.jpg", exif=exif.tobytes().replace(b"\x01\x1a\x00\x05", b"\x01\x1a\x00\x02"))
    code, out, _ = run(capsys, one, "--out", one / "p.zip")
    assert code == 0 and all(f"{name}: unreadable" in out for name in ("torn.jpg", "text.png", "exif.jpg", "scan.png"))
    assert [photo["file"] for photo in contents(one / "p.zip")] == ["good.png"]


def test_errors_are_one_sentence_and_write_nothing(one, tmp_path, capsys):
    empty, flat = tmp_path / "empty", tmp_path / "flat"
    empty.mkdir()
    flat.mkdir()
    Image.new("RGB", (600, 600)).save(flat / "black.png")
    for arguments, message in (([empty], "no photographs"), ([tmp_path / "nowhere"], "is not a folder"), ([one, "--tests", empty], "no photographs"),
                               ([flat], "no patch of these 1"), ([one, "--limit-mb", 0.01], "the limit is too small"),
                               ([one, "--out", tmp_path / "no" / "p.zip"], "a file in a folder that exists")):
        code, _, said = run(capsys, "--out", tmp_path / "p.zip", *arguments)
        assert code == 1 and said.startswith("dynet.curate: ") and message in said
    assert sorted(tmp_path.iterdir()) == [empty, flat, one]


def test_a_full_disk_leaves_the_pack_before(one, tmp_path, capsys, monkeypatch):
    target = tmp_path / "p.zip"
    target.write_bytes(b"the pack before")
    kept, calls = zipfile.ZipFile.writestr, []

    def fills_up(self, *arguments):
        calls.append(kept(self, *arguments))
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", fills_up)
    code, _, said = run(capsys, one, "--out", target)
    assert code == 1 and "No space left on device; free some space" in said
    assert sorted(tmp_path.iterdir()) == [one, target] and target.read_bytes() == b"the pack before"


@pytest.mark.parametrize("harm, message", [
    (lambda raw: raw[:len(raw) // 2], "damaged"),
    (lambda raw: raw[:len(raw) // 2] + b"\1\2\3\4" + raw[len(raw) // 2 + 4:], "damaged at"),
    (lambda raw: b"something else", "is no pack"),
    (lambda raw: raw.replace(b'"version":1', b'"version":9'), "damaged"),
])
def test_a_damaged_pack_is_one_clear_sentence(packed, tmp_path, harm, message):
    (tmp_path / "p.zip").write_bytes(harm(packed.read_bytes()))
    with pytest.raises(data.DataError, match=message):
        data.find_photos([tmp_path / "p.zip"])


def test_patches_do_not_overlap_and_keep_to_the_grid():
    for width, height in ((512, 512), (1440, 960), (1025, 1600), (511, 900)):
        corners = patches.corners(width, height)
        assert len(corners) == len(set(corners)) == (width // 512) * (height // 512)
        assert all(t % 8 == l % 8 == 0 and t + 512 <= height and l + 512 <= width for t, l in corners)
