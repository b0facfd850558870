"""How far away the parts of a photograph are, guessed from its colours: haze grows with it (degrade.py, weather.py)."""

import numpy as np
from scipy.ndimage import minimum_filter, uniform_filter


def attenuation_prior(rgb: np.ndarray, limits=None) -> np.ndarray:
    """Pseudo-depth of a photo (H, W, 3 uint8) in 0..1 as uint8: bright and colourless is far.

    limits: what counts as 0 and 1; None means the picture's own depth_limits.
    """
    depth = raw_depth(rgb)
    low, high = limits or np.percentile(depth, (1, 99))
    return (np.clip((depth - low) / max(high - low, 1e-3), 0, 1) * 255).astype(np.uint8)


def depth_limits(rgb: np.ndarray) -> tuple:
    """The pseudo-depths of the photo that count as 0 and 1."""
    low, high = np.percentile(raw_depth(rgb), (1, 99))
    return float(low), float(high)


def raw_depth(rgb: np.ndarray) -> np.ndarray:
    """Pseudo-depth (H, W) before it is stretched to 0..1.

    "A Fast Single Image Haze Removal Algorithm Using Color Attenuation Prior" (Zhu et al. 2015),
    its linear model and minimum filter, then a guided filter so that depth follows the edges.
    """
    red, green, blue = np.moveaxis(rgb.astype(np.float32) / 255, -1, 0)  # planes: numpy takes ten times as long for rows of three
    value = np.maximum(np.maximum(red, green), blue)
    saturation = 1 - np.minimum(np.minimum(red, green), blue) / np.maximum(value, 1e-3)
    depth = minimum_filter(0.12 + 0.96 * value - 0.78 * saturation, 15)
    guide, radius = (red + green + blue) / 3, 2 * (min(value.shape) // 24) + 1
    mean_g, mean_d = uniform_filter(guide, radius), uniform_filter(depth, radius)
    slope = (uniform_filter(guide * depth, radius) - mean_g * mean_d) / (uniform_filter(guide**2, radius) - mean_g**2 + 1e-3)
    return uniform_filter(slope, radius) * guide + uniform_filter(mean_d - slope * mean_g, radius)
