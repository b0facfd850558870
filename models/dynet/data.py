"""Training photographs in memory, and batches of degraded crops made from them.

Only clean photographs are stored; every degradation is made when the batch is (degrade.py).
Each photo is kept at several sizes, so that crops have the fine detail of small pictures
as well as the softness of large ones.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from . import degrade, pack, pseudodepth, weather
from .config import CONTROLS

SCALES = (1.0, 0.7, 0.5, 0.35, 0.2)  # of the stored photo's size; at 0.2 a crop sees half of the scene, as haze needs
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp"}
WHOLE = (0.0, 0.0, 1.0, 1.0)  # the place of a picture that is a whole photo
RENEW = 16  # steps after which a rain field is replaced
NEAR = 0.3  # share of rain fields with larger drops, as photos of many megapixels have them
# Crops drawn for one, of which the most detailed is taken: as they come ours are smoother than test pictures (../MEASURED.md).
# Those that need nothing are as flat as photos are: else nearly all that is bright and flat would be hazy.
TRIES = {"haze": 2, "clean": 1}
USUAL_TRIES = 3
PLAIN = 0.1  # of the crops are taken as they come: skies have noise and rain before them too
SMALLEST = 136  # pixels; a size whose shorter side would be less is left out
UNREADABLE = Exception  # Pillow raises whatever it trips over in a damaged picture, in its EXIF even TypeError

# Pictures of a batch by task.
SHARES = {"gaussian": 0.30, "sensor": 0.04, "correlated": 0.03, "jpeg": 0.03, "filed": 0.08, "grey": 0.03, "rain": 0.19, "haze": 0.16,
          "mixture": 0.03, "clean": 0.04, "asked": 0.07}


# Restricted training: which tasks belong to each word of --tasks.
GROUPS = {"noise": ("gaussian", "sensor", "correlated", "jpeg", "filed", "grey"), "rain": ("rain",), "haze": ("haze",), "clean": ("clean",)}


def shares_of(groups) -> dict:
    """The shares of some GROUPS only, or, for an empty list, of all tasks."""
    tasks = {task for group in groups for task in GROUPS[group]} or set(SHARES)
    total = sum(SHARES[task] for task in tasks)
    return {task: share / total for task, share in SHARES.items() if task in tasks}


def detail(crop: np.ndarray) -> float:
    """Mean difference of green (of 255) between rows two apart, of every other column."""
    return np.abs(np.diff(crop[::2, ::2, 1].astype(np.int16), axis=0)).mean()


class DataError(Exception):
    """Training photographs that cannot be used, with what to do about it."""


def find_photos(folders) -> list:
    """All pictures below the folders, as paths sorted by name; of a pack (pack.py), its members."""
    found = []
    for folder in map(Path, folders):
        found += members(folder) if folder.is_file() else below(folder)
    if not found:
        raise DataError(f"no photographs in {', '.join(map(str, folders))}: put JPEG, PNG, WebP, TIFF or BMP files there")
    return found


def below(folder: Path) -> list[Path]:
    """All pictures below one folder, sorted by name."""
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder: name the folder that holds the photographs")
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)


def members(path: Path) -> list:
    """The pictures of a pack."""
    try:
        return pack.members(path)
    except (pack.PackError, OSError) as error:
        raise DataError(str(error)) from error


def opened(path) -> Image.Image:
    """The photo (a path, or a member of a pack) as it is meant to be seen, RGB."""
    try:
        return upright(path.open() if isinstance(path, pack.Member) else Image.open(path))
    except UNREADABLE as error:
        raise DataError(f"{path}: {error}; remove it from the training folder") from error


def upright(file: Image.Image) -> Image.Image:
    """The picture of a file as it is meant to be seen, RGB."""
    if file.mode[0] in "IF":  # Pillow would cut everything off above 255
        raise ValueError("grey of more than 8 bits, which would come out white")
    return ImageOps.exif_transpose(file).convert("RGB")


def pyramid(path) -> list[np.ndarray]:
    """The photo (a path, or a member of a pack) at SCALES as (H, W, 4) uint8: R, G, B, pseudo-depth."""
    full = opened(path)
    sizes = [(round(full.width * s), round(full.height * s)) for s in SCALES]
    images = [np.asarray(full.resize(size, Image.LANCZOS)) for size in sizes if min(size) >= SMALLEST]
    limits = getattr(path, "depth", None)
    return [np.concatenate([image, pseudodepth.attenuation_prior(image, limits)[..., None]], -1) for image in images]


@dataclass
class Batch:
    """One task's pictures: degraded, and what they should become, clean (B, 3, H, W) float32; control (B, 3) or None = blind."""

    task: str
    degraded: torch.Tensor
    clean: torch.Tensor
    control: torch.Tensor | None = None

    def controls(self):
        """The control vectors (B, 3), zeros where the network is to decide."""
        return torch.zeros(len(self.clean), len(CONTROLS)) if self.control is None else self.control


class Crops:
    """Draws batches of degraded crops. generator owns all randomness; at() sets it to a step of a run."""

    def __init__(self, paths, seed: int, progress=lambda items: items, shares=None):
        self.shares = shares or SHARES
        with ProcessPoolExecutor(min(len(paths), os.cpu_count())) as pool:
            found = [(level, getattr(path, "place", WHOLE)) for levels, path in zip(progress(pool.map(pyramid, paths)), paths) for level in levels]
        self.levels = [level for level, _ in found]
        self.frames = [frame for _, frame in found]  # where each lies in its photo, as fractions: top, left, height, width
        if not self.levels:
            raise DataError(f"all photographs are smaller than {SMALLEST} pixels: use larger ones")
        area = torch.tensor([float(level.shape[0] * level.shape[1]) for level in self.levels])
        self.weights = area.sqrt()  # small sizes count for more than their area
        self.scenes = area.rsqrt()  # for haze, which is known by the scene: the smaller the size, the more of it a crop sees
        self.shorter = torch.tensor([min(level.shape[:2]) for level in self.levels])
        self.seed, self.generator = seed, torch.Generator().manual_seed(seed)
        self.rain = weather.Rain(seed, near=NEAR)

    def at(self, step: int):
        """The crops of a step of the run, the same in whatever process and order they are drawn."""
        self.generator.manual_seed(degrade.seed_of(self.seed, step))
        self.rain.first = step // RENEW
        return self

    def _crop(self, size: int, weights, tries: int):
        """One crop and its place, its level drawn by weights: mostly the most detailed of some (the paper drops patches over half flat)."""
        plain = torch.rand((), generator=self.generator) < PLAIN
        drawn = [self._any_crop(size, weights) for _ in range(1 if plain else tries)]
        return max(drawn, key=lambda found: detail(found[0]))

    def _any_crop(self, size: int, weights):
        """(size, size, 4) uint8 and its place (top, left, height, width) as fractions of the photo."""
        fitting = weights * (self.shorter >= size)
        if not fitting.any():
            raise DataError(f"no photograph is as large as a crop of {size} pixels: use larger ones")
        index = int(torch.multinomial(fitting, 1, generator=self.generator))
        level, (y, x, height, width) = self.levels[index], self.frames[index]
        H, W = level.shape[:2]
        draw = torch.rand(3, generator=self.generator)
        top, left = int(draw[0] * (H - size + 1)), int(draw[1] * (W - size + 1))
        crop = level[top:top + size, left:left + size]
        place = (y + top / H * height, x + left / W * width, size / H * height, size / W * width)
        return (crop[:, ::-1] if draw[2] < 0.5 else crop), place

    def clean(self, count: int, size: int, weights=None, tries: int = USUAL_TRIES):
        """count clean crops (B, 3, H, W), their pseudo-depth (B, 1, H, W) and places (B, 4)."""
        weights = self.weights if weights is None else weights
        crops, places = zip(*(self._crop(size, weights, tries) for _ in range(count)))
        stack = torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2).float() / 255
        clean = stack[:, :3]
        exposure = degrade.uniform(self.generator, count, 0.75, 1.15) * degrade.chance(self.generator, count, 0.3)
        clean = torch.where(exposure > 0, (clean * exposure).clamp(0, 1), clean)
        return clean, stack[:, 3:], torch.tensor(places)

    def batch(self, task: str, count: int, size: int) -> Batch:
        """count pictures of one task, size x size pixels."""
        clean, prior, places = self.clean(count, size, self.scenes if task == "haze" else self.weights, TRIES.get(task, USUAL_TRIES))
        if task == "grey":
            clean = torch.einsum("j,bjhw->bhw", degrade.YCC[0], clean)[:, None].expand_as(clean).contiguous()
        if task == "asked":
            return self.asked(clean, prior, places, self._choice(count), self._choice(count))
        return Batch(task, self._degrade(task, clean, prior, places), clean)

    def _degrade(self, task: str, clean, prior, places):
        g = self.generator
        if task == "rain":
            return self.rain(clean, g)
        if task == "haze":
            return weather.haze(clean, g, prior, places)
        if task == "clean":
            return clean
        if task == "mixture":  # in the order light takes: haze, rain, sensor, file
            x = weather.haze(clean, g, prior, places) if torch.rand((), generator=g) < 0.5 else self.rain(clean, g)
            x = degrade.sensor_noise(x, g)
            return degrade.jpeg(x, g, 50, 95) if torch.rand((), generator=g) < 0.5 else x
        simple = {"gaussian": degrade.gaussian_noise, "sensor": degrade.sensor_noise, "correlated": degrade.correlated_noise,
                  "jpeg": degrade.saved_again, "filed": degrade.filed, "grey": degrade.grey_noise, "masked": degrade.masked}
        return simple[task](clean, g)

    def asked(self, clean, prior, places, present, asked) -> Batch:
        """Pictures with haze, rain and noise on top of each other, and a wish for some of these to go: the rest stays in the target.

        present and asked: (B, 3) of 0. or 1., in the order of CONTROLS.
        """
        B, g = len(clean), self.generator
        degraded, target = clean, clean
        steps = {2: lambda x: weather.haze(x, g, prior, places), 1: lambda x: self.rain(x, g), 0: lambda x: degrade.gaussian_noise(x, g)}
        for index, step in steps.items():  # in the order light takes
            there, kept = ((mask > 0).reshape(B, 1, 1, 1) for mask in (present[:, index], present[:, index] * (1 - asked[:, index])))
            state = g.get_state()
            degraded = torch.where(there, step(degraded), degraded)
            g.set_state(state)  # the same haze, drops and grain again
            target = torch.where(kept, step(target), target)
        return Batch("asked", degraded, target, asked)

    def _choice(self, count: int):
        """(count, 3) of 0. or 1., at least one of each row 1."""
        number = torch.randint(1, 8, (count, 1), generator=self.generator)
        return ((number >> torch.arange(3)) & 1).float()

    def mixed(self, count: int, size: int) -> list[Batch]:
        """One training step's pictures, count of them: every task by its share, fractions settled by chance."""
        offset = torch.rand((), generator=self.generator)
        edges = [0] + [int(n) for n in (torch.tensor(list(self.shares.values())).cumsum(0) * count + offset + 1e-4).floor().clamp(max=count)]
        counts = {task: n for task, n in zip(self.shares, np.diff(edges)) if n}
        return [self.batch(task, int(n), size) for task, n in counts.items()]
