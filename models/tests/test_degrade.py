"""Degradations: repeatable, in range, and of the kind and strength they are named for."""

import numpy as np
import pytest
import torch
from PIL import Image

from dynet import data, degrade, grain, pack, weather

TASKS = list(data.SHARES) + ["masked"]


@pytest.fixture(scope="module")
def crops(photos):
    return lambda seed: data.Crops(data.find_photos([photos]), seed)


@pytest.mark.parametrize("task", TASKS)
def test_same_seed_same_picture(crops, task):
    first, again, other = (crops(seed).batch(task, 3, 64) for seed in (5, 5, 6))
    assert torch.equal(first.degraded, again.degraded) and torch.equal(first.clean, again.clean)
    assert not torch.equal(first.degraded, other.degraded)


@pytest.mark.parametrize("task", TASKS)
def test_degraded_is_finite_and_worse(crops, task):
    batch = crops(1).batch(task, 8, 64)
    assert batch.degraded.shape == batch.clean.shape == (8, 3, 64, 64)
    assert torch.isfinite(batch.degraded).all() and torch.isfinite(batch.clean).all()
    assert task == "asked" or 0 <= batch.clean.min() and batch.clean.max() <= 1  # noise that is to stay may leave the range
    changed = (batch.degraded - batch.clean).abs().mean()
    assert changed == 0 if task == "clean" else changed > 0.003


def test_clean_pictures_are_flat_as_often_as_photos_are(tmp_path):
    """Else a wall or snow is nearly always hazy in training. Here the upper half of the photo is flat."""
    photo = np.full((400, 400, 3), 220, np.uint8)
    photo[200:] = np.random.default_rng(0).integers(0, 255, (200, 400, 3))
    Image.fromarray(photo).save(tmp_path / "a.png")
    drawn = data.Crops(data.find_photos([tmp_path]), 1)
    flat = {task: (drawn.batch(task, 200, 16).clean.std((1, 2, 3)) < 0.01).float().mean() for task in ("clean", "gaussian")}
    assert flat["clean"] > 0.35 and flat["gaussian"] < 0.3


def test_crops_have_the_detail_of_test_pictures(tmp_path):
    """As they come the crops of our photos are smoother, and what noise hides in fine detail is learned late. Half of this one has less detail."""
    photo = np.random.default_rng(0).integers(100, 150, (400, 400, 3), np.uint8)
    photo[200:] = np.random.default_rng(1).integers(0, 255, (200, 400, 3))
    Image.fromarray(photo).save(tmp_path / "a.png")
    drawn = data.Crops(data.find_photos([tmp_path]), 1)
    found = {task: drawn.batch(task, 200, 16).clean.diff(dim=2).abs().mean((1, 2, 3)) for task in ("clean", "gaussian", "rain")}
    assert min(found["gaussian"].median(), found["rain"].median()) > 1.2 * found["clean"].median() > found["gaussian"].min()


def test_black_and_white_photos_have_grey_noise(crops):
    """Three equal channels, before and after."""
    batch = crops(1).batch("grey", 8, 64)
    for pictures in (batch.clean, batch.degraded):
        assert (pictures - pictures.mean(1, keepdim=True)).abs().max() < 1.5 / 255


def test_noise_in_camera_files_is_smooth_in_colour(crops):
    """JPEGs with halved chroma, most of them, keep the grain of the light and blur that of the colours."""
    clean = torch.full((16, 3, 64, 64), 0.5)
    noisy = degrade.filed(clean, torch.Generator().manual_seed(1)) - 0.5
    ycc = torch.einsum("ij,bjhw->bihw", degrade.YCC, noisy)
    rough = (ycc[..., 1:] - ycc[..., :-1]).square().mean((2, 3)) / ycc.square().mean((2, 3))
    blurred = rough[:, 0] > 2 * rough[:, 1:].mean(1)
    assert 4 < blurred.sum() < 14


def test_rain_brightens_only():
    g = torch.Generator().manual_seed(0)
    clean = torch.full((6, 3, 64, 64), 0.3)
    assert (weather.Rain(0, fields=4, size=96)(clean, g, veil=False) - clean).min() > -0.5 / 255


def test_haze_approaches_airlight_with_depth():
    """Where the prior says far, a dark picture is brighter than where it says near."""
    g = torch.Generator().manual_seed(0)
    prior = torch.linspace(0, 1, 64).reshape(1, 1, 1, 64).expand(64, 1, 64, 64)
    hazy = weather.haze(torch.full((64, 3, 64, 64), 0.1), g, prior, torch.tensor([[0.0, 0.0, 1.0, 1.0]]).expand(64, 4))
    columns = hazy.mean((0, 1, 2))
    assert columns[-8:].mean() > columns[:8].mean() + 0.05 and columns.min() > 0.1


def test_runs_draw_different_crops_and_rain(crops):
    """Another seed, as that of another process of a team or of a later run, is another picture."""
    first, second = (crops(seed).at(5).clean(2, 32)[0] for seed in (1, 2))
    assert not torch.equal(first, second)
    fields = [weather.Rain(seed).field(7) for seed in (1, 2)]
    assert not torch.equal(*fields)


def test_rain_covers_pictures_larger_than_its_field():
    """Crops of 512 pixels, as a GPU has room for, are as wet at the far end as at the near one."""
    g = torch.Generator().manual_seed(0)
    wet = weather.Rain(0, fields=4, size=96)(torch.zeros(4, 3, 100, 300), g, veil=False)
    columns = wet.mean((0, 1, 2)).reshape(6, 50).mean(1)
    assert wet.shape == (4, 3, 100, 300) and columns.min() > 0.3 * columns.max() > 0


def test_near_drops_are_wide():
    """Photos of many megapixels have streaks of many pixels."""

    def edges(near) -> float:  # how much fields change from one pixel to the next, against what is in them
        fields = torch.stack([weather.Rain(seed, near=near).field(0).float() for seed in range(12)])
        return float(fields.diff(dim=2).abs().mean() / fields.mean())

    assert edges(1) < 0.7 * edges(0)


def test_jpeg_matches_a_real_encoder(photos):
    """The simulated JPEG errs about as much as Pillow's at the same quality."""
    image = Image.open(photos / "0.png")
    clean = torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1)[None].float() / 255
    for quality in (20, 50, 90):
        image.save(photos.parent / "q.jpg", quality=quality, subsampling=0)
        real = np.asarray(Image.open(photos.parent / "q.jpg")).astype(float) / 255 - np.asarray(image) / 255
        ours = degrade.jpeg(clean.expand(6, -1, -1, -1), torch.Generator().manual_seed(1), quality, quality) - clean
        best = ours.square().mean((1, 2, 3)).min()  # the ones without chroma subsampling
        assert float(best) == pytest.approx((real**2).mean(), rel=0.25)


def test_jpeg_of_the_smallest_crops():
    """Crops of 16 pixels fit the blocks of halved colour exactly, at some offsets."""
    g = torch.Generator().manual_seed(0)
    assert all(degrade.jpeg(torch.rand(1, 3, 16, 16), g).shape == (1, 3, 16, 16) for _ in range(60))


def test_masks_leave_a_fifth_untouched():
    g = torch.Generator().manual_seed(0)
    clean = torch.rand(32, 3, 128, 128, generator=g)
    same = (degrade.masked(clean, g) == clean).all(1).float().mean()
    assert float(same) == pytest.approx(0.2, abs=0.03)


@pytest.mark.parametrize("content, message", [(None, "not a folder"), ({}, "no photographs"), ({"a.jpg": b"no picture"}, "remove it")])
def test_bad_photo_folder_is_one_clear_sentence(tmp_path, content, message):
    folder = tmp_path / "photos"
    if content is not None:
        folder.mkdir()
        for name, text in content.items():
            (folder / name).write_bytes(text)
    with pytest.raises(data.DataError, match=message):
        data.Crops(data.find_photos([folder]), 1)


@pytest.mark.parametrize("kind", ["png", "tif"])
def test_grey_of_16_bits_is_refused(tmp_path, kind):
    """A scan in black and white: Pillow makes nearly all of it white, and so it would be trained on."""
    Image.fromarray(np.random.default_rng(0).integers(0, 65536, (300, 300)).astype(np.uint16)).save(tmp_path / f"scan.{kind}")
    with pytest.raises(data.DataError, match="more than 8 bits"):
        data.opened(tmp_path / f"scan.{kind}")


def test_what_is_not_asked_away_stays(crops):
    """Of haze, rain and noise, the target keeps those that the control vector does not name, drop for drop."""
    drawn = crops(3)
    everything, nothing = torch.ones(4, 3), torch.zeros(4, 3)
    clean, prior, places = drawn.clean(4, 64)
    for asked in (everything, nothing):
        batch = drawn.asked(clean, prior, places, everything, asked)
        assert torch.equal(batch.clean, clean if asked is everything else batch.degraded)
        assert not torch.equal(batch.degraded, clean)


def test_wishes_cover_all_choices(crops):
    assert len({tuple(row) for row in crops(1)._choice(200).tolist()}) == 7


def test_grain_is_measured_in_files_and_in_grey(photos, run, capsys):
    """Halved colour blurs noise away, so that JPEG is nearer to the clean photo before anything is restored."""
    assert grain.main([str(run / "ema.pt"), "--photos", str(photos)]) == 0
    before = {line[:12].strip(): float(line[12:].split()[0]) for line in capsys.readouterr().out.splitlines()}
    assert set(before) == {"PNG", "JPEG 4:4:4", "JPEG 4:2:0", "grey PNG"}
    assert before["JPEG 4:2:0"] > before["PNG"] + 1


def test_grain_is_measured_in_packs_and_in_small_photos(tmp_path, run, capsys):
    photo = np.random.default_rng(0).integers(0, 255, (100, 75, 3), np.uint8)
    picture = {"name": "00000/whole.jpg", "place": [0, 0, 1, 1]}
    pack.write(tmp_path / "p.zip", [{"depth": [0, 1], "pictures": [picture]}], [(picture["name"], pack.jpeg(Image.fromarray(photo)))])
    assert grain.main([str(run / "ema.pt"), "--photos", str(tmp_path / "p.zip")]) == 0
    assert "grey PNG" in capsys.readouterr().out


def test_grain_needs_photos(tmp_path, run, capsys):
    assert grain.main([str(run / "ema.pt"), "--photos", str(tmp_path)]) == 1
    assert "no photographs" in capsys.readouterr().err
