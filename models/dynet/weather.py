"""Rain and haze made on the fly. The rules are those of degrade.py: clean pictures (B, 3, H, W) in 0..1 and a generator in."""

import functools
import math

import torch
import torch.nn.functional as F

from .degrade import chance, log_uniform, normal, seed_of, to_8bit, uniform

# --- rain ----------------------------------------------------------------------------------


NEAREST = 6  # times as wide and long as published generators draw them: a drop before the lens of a camera with many pixels


def streaks(generator, size: int, scale: float, angle: float, near: float = 1):
    """One layer of rain (size, size) in 0..1: sparse drops drawn out along a line.

    Density, length and angle span what published rain generators use (thinned here,
    length 10-60, angle within 45 degrees of vertical); scale < 1 is rain farther away.
    All lengths times near, and as many drops fewer as they are larger.
    """
    draw = lambda low, high: float(uniform(generator, 1, low, high))
    length = min(max(5, round(draw(8, 60) * scale * near)), size - 2) | 1
    width = draw(0.4, 1.0) * max(scale, 0.6) * near
    drops = torch.rand(size, size, generator=generator)
    density = math.exp(draw(math.log(0.0003), math.log(0.005))) / max(scale, 0.5) / near**2
    drops = torch.where(drops < density, torch.rand(size, size, generator=generator) * 0.6 + 0.4, torch.zeros(()))
    at = torch.arange(length).float() - length // 2
    y, x = at[:, None], at[None]
    lean = math.radians(angle + draw(-3, 3))
    along, across = y * math.cos(lean) + x * math.sin(lean), x * math.cos(lean) - y * math.sin(lean)
    taper = (1 - (along.abs() / (length / 2)) ** 2).clamp_min(0) ** draw(0.25, 1.0)
    kernel = torch.exp(-0.5 * (across / width) ** 2) * taper
    spectrum = torch.fft.rfft2(drops) * torch.fft.rfft2(kernel, s=(size, size))
    return torch.fft.irfft2(spectrum, s=(size, size)).clamp(0, 1)


class Rain:
    """A bank of rain fields. Each is made from its number when it is first wanted, so every process makes the same ones.

    The bank holds the fields numbered first to first + fields; moving first on renews it bit by bit.
    near is the share of fields whose drops are nearer to the lens, 1 to NEAREST times as large.
    """

    def __init__(self, seed: int, fields: int = 48, size: int = 384, near: float = 0):
        self.seed, self.fields, self.size, self.near, self.first = seed, fields, size, near, 0
        self.field = functools.lru_cache(2 * fields)(self._field)

    def _field(self, number: int):
        generator = torch.Generator().manual_seed(seed_of(self.seed, number))
        draw = torch.rand(3, generator=generator)
        layers = 1 + int(draw[0] * 3)
        angle = float(normal(generator, 1)) * 20
        near = float(log_uniform(generator, 1, 1, NEAREST)) if self.near > 0 and chance(generator, 1, self.near) else 1
        field = torch.zeros(self.size, self.size)
        for scale in (1.0, 0.6, 0.35)[:layers]:
            field = 1 - (1 - field) * (1 - streaks(generator, self.size, scale, angle, near) * (0.5 + 0.5 * scale))
        return field.half()

    def __call__(self, clean, generator, veil: bool = True):
        """Additive or screen rain of any heaviness; one time in five with the veil of heavy rain."""
        B, _, H, W = clean.shape
        rain = torch.stack([self._crop(generator, H, W) for _ in range(B)])[:, None]
        rain = rain * uniform(generator, B, 0.2, 0.9) * (1 + 0.05 * normal(generator, B, 3, 1, 1))
        if veil:
            heavy = chance(generator, B, 0.2) * uniform(generator, B, 0.05, 0.5)
            clean = clean * (1 - heavy) + heavy * uniform(generator, B, 0.6, 0.9)
        screen = chance(generator, B, 0.4)
        wet = screen * (1 - (1 - clean) * (1 - rain.clamp(0, 1))) + (1 - screen) * (clean + rain)
        return to_8bit(wet)

    def _crop(self, generator, H: int, W: int):
        draw = torch.rand(4, generator=generator)
        field = self.field(self.first + int(draw[0] * self.fields))
        field = field.repeat(-(-H // self.size), -(-W // self.size))  # its borders fit each other
        top, left = int(draw[1] * (field.shape[0] - H + 1)), int(draw[2] * (field.shape[1] - W + 1))
        crop = field[top:top + H, left:left + W].float()
        return crop.flip(1) if draw[3] < 0.5 else crop


# --- haze ----------------------------------------------------------------------------------


def haze(clean, generator, prior, place):
    """Scattering I = J t + A (1 - t), t = exp(-beta d) (Narasimhan and Nayar), without a depth net.

    prior (B, 1, H, W) in 0..1 is the photo's own colour-attenuation prior at the crop; place (B, 4)
    is where the crop lies in its photo (top, left, height, width as fractions), so that depth is
    drawn on the whole virtual frame. A and beta follow RESIDE outdoor (A 0.8-1, thin to thick)
    with room on both sides; a fifth is computed in linear light, a sixth has coloured airlight.
    """
    B, _, H, W = clean.shape
    mix = -torch.log(torch.rand(B, 3, 1, 1, generator=generator).clamp_min(1e-6))  # Dirichlet(1, 1, 1)
    mix = mix / mix.sum(1, keepdim=True)
    depth = mix[:, :1] * prior + mix[:, 1:2] * ground(generator, place, H, W) + mix[:, 2:] * clouds(generator, place, H, W)
    near = uniform(generator, B, 0, 0.5)
    far = -torch.log(uniform(generator, B, 0.06, 0.92))
    t = torch.exp(-far * (near + (1 - near) * depth))
    cast = chance(generator, B, 1 / 6) * 0.08 + 0.015
    air = (uniform(generator, B, 0.7, 1.0) + cast * normal(generator, B, 3, 1, 1)).clamp(0.4, 1)
    gamma = 1 + 1.2 * chance(generator, B, 0.2)
    hazy = clean.clamp(1e-6, 1) ** gamma * t + air ** gamma * (1 - t)
    return to_8bit(hazy ** (1 / gamma))


def ground(generator, place, H: int, W: int):
    """Depth of a ground plane below a horizon; above it everything is far. (B, 1, H, W) in 0..1."""
    B = len(place)
    y = place[:, 0].reshape(B, 1, 1, 1) + place[:, 2].reshape(B, 1, 1, 1) * torch.linspace(0, 1, H).reshape(1, 1, H, 1)
    x = place[:, 1].reshape(B, 1, 1, 1) + place[:, 3].reshape(B, 1, 1, 1) * torch.linspace(0, 1, W).reshape(1, 1, 1, W)
    horizon = uniform(generator, B, -0.2, 0.6) + 0.09 * normal(generator, B, 1, 1, 1) * (x - 0.5)
    below = ((y - horizon) / (1 - horizon)).clamp(0, 1)
    return (1 - below) ** uniform(generator, B, 0.7, 3)


def clouds(generator, place, H: int, W: int):
    """Smooth random depth over the whole frame, sampled at the crop. (B, 1, H, W) in 0..1."""
    B = len(place)
    coarse = torch.rand(B, 1, 6, 6, generator=generator)
    y = (place[:, 0:1] + place[:, 2:3] * torch.linspace(0, 1, H)) * 2 - 1  # (B, H)
    x = (place[:, 1:2] + place[:, 3:4] * torch.linspace(0, 1, W)) * 2 - 1  # (B, W)
    grid = torch.stack([x[:, None].expand(B, H, W), y[:, :, None].expand(B, H, W)], -1)
    return F.grid_sample(coarse, grid, mode="bicubic", padding_mode="border", align_corners=False).clamp(0, 1)
