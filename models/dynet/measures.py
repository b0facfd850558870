"""What curation measures of a picture: sharpness, flatness, and a fingerprint that survives re-saving.

Thresholds on brightness 0..255 are those of the LSDIR data tool (Li et al. 2023), which the paper's
filters follow; its 240-pixel cells are 64 pixels here, for patches of 512.
"""

import numpy as np
from PIL import Image
from scipy.fft import dctn
from scipy.ndimage import laplace, sobel

BLURRED = 150.0  # variance of the Laplacian below which a photo counts as blurred
FLAT = 150.0  # variance of the gradient's magnitude below which a cell counts as flat
CELL = 64  # pixels
BITS = 256  # of a fingerprint
SAME = 64  # differing bits up to which two pictures count as the same; strangers differ in about 128


def grey(image: Image.Image) -> np.ndarray:
    """Brightness (H, W) float32, 0..255."""
    return np.asarray(image.convert("L"), np.float32)


def sharpness(brightness: np.ndarray) -> float:
    """Variance of the Laplacian."""
    return float(laplace(brightness).var())


def flat_share(brightness: np.ndarray) -> float:
    """Share of the cells that are flat, 0 to 1; an incomplete cell at the edge does not count."""
    strength = np.hypot(sobel(brightness, 0), sobel(brightness, 1))
    rows, columns = (n // CELL for n in strength.shape)
    cells = strength[:rows * CELL, :columns * CELL].reshape(rows, CELL, columns, CELL)
    return float((cells.var((1, 3)) < FLAT).mean())


def fingerprint(image: Image.Image) -> np.ndarray:
    """BITS booleans: which low frequencies of the brightness, at 64x64 pixels, lie above their median."""
    small = grey(image.resize((64, 64), Image.LANCZOS))
    low = dctn(small)[:16, :16].ravel()
    low[0] = 0.0  # the mean tells nothing about what is to be seen
    return low > np.median(low)


def fingerprints(image: Image.Image) -> np.ndarray:
    """(2, BITS): of the picture and of its mirror image."""
    return np.stack([fingerprint(image), fingerprint(image.transpose(Image.FLIP_LEFT_RIGHT))])


def nearest(either: np.ndarray, known: np.ndarray):
    """Index into known (N, BITS) of the picture nearest to fingerprints() and the differing bits; (-1, BITS) if N is 0."""
    if not len(known):
        return -1, BITS
    gaps = np.minimum(*((known != bits).sum(1) for bits in either))
    index = int(gaps.argmin())
    return index, int(gaps[index])
