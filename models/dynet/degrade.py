"""Degradations made on the fly: noise, JPEG, and the masks of pre-training. Rain and haze: weather.py.

Every function takes clean pictures (B, 3, H, W) in 0..1 and a torch.Generator, draws its
parameters per picture, and returns degraded pictures of the same shape. The same generator
state gives the same picture. Sources of the parameter ranges are named at each function.
"""

import math

import torch
import torch.nn.functional as F


def seed_of(run: int, number: int) -> int:
    """A seed for one of the numbered things of a run, apart from those of other runs.

    It has 32 bits: PyTorch's generator on the CPU does not look at the rest. The factor (2**32 over the golden
    ratio, Knuth) keeps runs of neighbouring numbers far from each other.
    """
    return (run * 0x9E3779B1 + number) % 2**32


def uniform(generator, batch: int, low: float, high: float):
    """Draws (B, 1, 1, 1) from U(low, high)."""
    return low + (high - low) * torch.rand(batch, 1, 1, 1, generator=generator)


def log_uniform(generator, batch: int, low: float, high: float):
    """Draws (B, 1, 1, 1) whose logarithm is uniform."""
    return uniform(generator, batch, math.log(low), math.log(high)).exp()


def normal(generator, *shape):
    """Standard normal numbers of the given shape."""
    return torch.randn(*shape, generator=generator)


def chance(generator, batch: int, probability: float):
    """Draws (B, 1, 1, 1) of 0. or 1."""
    return (torch.rand(batch, 1, 1, 1, generator=generator) < probability).float()


def to_8bit(x):
    """What an 8-bit file keeps of x."""
    return (x.clamp(0, 1) * 255).round() / 255


# --- noise ---------------------------------------------------------------------------------

BENCHMARK_SIGMAS = torch.tensor([15.0, 25.0, 50.0])


def gaussian_noise(clean, generator):
    """White Gaussian noise: a third at the benchmark sigmas 15, 25, 50 (of 255), else U(0, 55).

    Four fifths are clipped and rounded to 8 bits, as in a file; the rest stay unclipped floats.
    """
    B = len(clean)
    named = BENCHMARK_SIGMAS[torch.randint(3, (B,), generator=generator)].reshape(B, 1, 1, 1)
    pick = chance(generator, B, 1 / 3)
    sigma = pick * named + (1 - pick) * uniform(generator, B, 0, 55)
    noisy = clean + sigma / 255 * normal(generator, *clean.shape)
    filed = chance(generator, B, 0.8)
    return filed * to_8bit(noisy) + (1 - filed) * noisy


def sensor_noise(clean, generator):
    """Shot and read noise in linear light under white-balance gains.

    Noise model of "Unprocessing Images for Learned Raw Denoising" (arXiv 1811.11127), shot noise
    widened to 0.03 for high ISO. Simpler than there: no colour matrices, no tone curve, no mosaic
    (a small blur of the noise stands for demosaicking).
    """
    B, _, H, W = clean.shape
    gains = torch.cat([uniform(generator, B, 1.6, 2.4), torch.ones(B, 1, 1, 1), uniform(generator, B, 1.4, 2.0)], 1)
    linear = clean.clamp(0, 1) ** 2.2 / gains
    shot = log_uniform(generator, B, 1e-4, 0.03)
    read = (2.18 * shot.log() + 1.2 + 0.26 * normal(generator, B, 1, 1, 1)).exp()
    white = normal(generator, B, 3, H, W)
    mixed = chance(generator, B, 0.7)
    noise = mixed * blur(white, generator, 0.35, 0.8, True) + (1 - mixed) * white
    noisy = linear + noise * (linear * shot + read).sqrt()
    return to_8bit((noisy * gains).clamp(1e-8, 1) ** (1 / 2.2))


def correlated_noise(clean, generator):
    """Noise as resized and re-saved photographs carry it: low-passed, stronger in the chroma."""
    B, _, H, W = clean.shape
    sigma = log_uniform(generator, B, 2, 25) / 255
    grain = blur(normal(generator, B, 1, H, W), generator, 0.4, 1.2, True)
    chroma = blur(normal(generator, B, 3, H, W), generator, 0.8, 2.5, True)
    chroma = chroma - chroma.mean(1, keepdim=True)
    return to_8bit(clean + sigma * (grain + uniform(generator, B, 0.2, 1.2) * chroma))


def blur(x, generator, low: float, high: float, keep_variance: bool = False):
    """Gaussian blur with a sigma from U(low, high) pixels a picture; noise may keep its variance."""
    B, C = x.shape[:2]
    radius = max(1, math.ceil(2.5 * high))
    at = torch.arange(-radius, radius + 1).float()
    kernel = torch.exp(-0.5 * (at / uniform(generator, B, low, high).reshape(B, 1)) ** 2)
    kernel = kernel / kernel.sum(1, keepdim=True)  # (B, k)
    if keep_variance:
        kernel = kernel / kernel.square().sum(1, keepdim=True).sqrt()
    kernel = kernel.repeat_interleave(C, 0)
    rows, columns = x.shape[2:]
    x = F.pad(x, (radius,) * 4, mode="reflect").reshape(1, B * C, rows + 2 * radius, columns + 2 * radius)
    x = F.conv2d(x, kernel[:, None, :, None], groups=B * C)
    return F.conv2d(x, kernel[:, None, None, :], groups=B * C).reshape(B, C, rows, columns)


# --- JPEG ----------------------------------------------------------------------------------

# ITU-T T.81, Annex K.1: the example quantisation tables.
LUMA = torch.tensor([
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]).float().reshape(8, 8)
CHROMA = torch.full((8, 8), 99.0)
CHROMA[:4, :4] = torch.tensor([[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]]).float()
DCT = torch.tensor([[math.sqrt((1 if k == 0 else 2) / 8) * math.cos(math.pi * (2 * n + 1) * k / 16) for n in range(8)] for k in range(8)])
YCC = torch.tensor([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])
RGB = torch.linalg.inv(YCC)


def jpeg(clean, generator, low: float = 10, high: float = 95):
    """JPEG, quality from U(low, high), 4:2:0 or 4:4:4, at a random offset of the 8x8 grid."""
    B, _, H, W = clean.shape
    quality = uniform(generator, B, low, high)
    scale = torch.where(quality < 50, 50 / quality, 2 - quality / 50)
    top, left = (int(n) for n in torch.randint(0, 8, (2,), generator=generator))
    pad = (left, -(W + left) % 16, top, -(H + top) % 16)
    x = F.pad(to_8bit(clean), pad, mode="reflect") * 255 - 128
    ycc = torch.einsum("ij,bjhw->bihw", YCC, x)
    luma = quantise(ycc[:, :1], LUMA, scale)
    halved = F.interpolate(quantise(F.avg_pool2d(ycc[:, 1:], 2), CHROMA, scale), scale_factor=2.0, mode="bilinear", align_corners=False)
    full = quantise(ycc[:, 1:], CHROMA, scale)
    subsampled = chance(generator, B, 0.6)
    chroma = subsampled * halved + (1 - subsampled) * full
    rgb = torch.einsum("ij,bjhw->bihw", RGB, torch.cat([luma, chroma], 1)) + 128
    return to_8bit(rgb / 255)[:, :, top:top + H, left:left + W]


def saved_again(clean, generator):
    """JPEG, for three pictures in ten saved a second time on another grid, as pictures from the web are."""
    once = jpeg(clean, generator)
    again = jpeg(once, generator, 50, 95)
    twice = chance(generator, len(clean), 0.3)
    return twice * again + (1 - twice) * once


def filed(clean, generator):
    """A noisy photo as cameras save it: noise, white or of the sensor, then JPEG, which halves and smooths its colours."""
    pick = chance(generator, len(clean), 0.5)
    return jpeg(pick * gaussian_noise(clean, generator) + (1 - pick) * sensor_noise(clean, generator), generator, 75, 98)


def grey_noise(grey, generator):
    """Noise of black-and-white photos (three equal channels, and so is the noise), three in ten saved as JPEG."""
    noisy = gaussian_noise(grey[:, :1], generator).expand_as(grey)
    saved = chance(generator, len(grey), 0.3)
    return saved * jpeg(noisy, generator, 75, 98) + (1 - saved) * noisy


def quantise(x, table, scale):
    """DCT of 8x8 blocks of x (B, C, H, W), quantised by table * scale (B, 1, 1, 1), and back."""
    B, C, H, W = x.shape
    blocks = x.reshape(B, C, H // 8, 8, W // 8, 8).permute(0, 1, 2, 4, 3, 5)
    steps = (table * scale).round().clamp(1, 255).reshape(B, 1, 1, 1, 8, 8)
    levels = (DCT @ blocks @ DCT.T / steps).round() * steps
    return (DCT.T @ levels @ DCT).permute(0, 1, 2, 4, 3, 5).reshape(B, C, H, W)


# --- pre-training --------------------------------------------------------------------------


def masked(clean, generator, cell: int = 16):
    """Dynamic pre-training (paper 3.3): half of the area degraded, 30 % masked, a fifth untouched.

    The paper names JPEG, Gaussian and random noise and leaves cell size and mask value open:
    here cells of 16 pixels, masked with the picture's mean colour.
    """
    B, _, H, W = clean.shape
    pick = torch.rand(B, 1, -(-H // cell), -(-W // cell), generator=generator)
    pick = F.interpolate(pick, scale_factor=float(cell), mode="nearest")[:, :, :H, :W]
    kind = torch.randint(3, (B, 1, 1, 1), generator=generator)
    rough = clean + uniform(generator, B, 0, 50) / 255 * (2 * torch.rand(clean.shape, generator=generator) - 1) * 1.73
    damaged = torch.where(kind == 0, jpeg(clean, generator), torch.where(kind == 1, gaussian_noise(clean, generator), to_8bit(rough)))
    hidden = clean.mean((2, 3), keepdim=True).expand_as(clean)
    return torch.where(pick < 0.5, damaged, torch.where(pick < 0.8, hidden, clean))
