"""What training makes small: the difference from the clean picture, each task with its weight."""

import torch

from .schedule import Moment

FREQUENCY = 0.1  # weight of the Fourier L1
LEAST = 1e-3  # a root mean square below this, 60 dB, is not made smaller: the root would be all slope there


def restoration_loss(output, clean):
    """L1 of pixels plus a little L1 of frequencies, in float32, not clamped. Per picture: (B,)."""
    output = output.float()
    pixels = (output - clean).abs().mean((1, 2, 3))
    gap = torch.fft.rfft2(output - clean, norm="ortho")
    return pixels + FREQUENCY * (gap.real.abs() + gap.imag.abs()).mean((1, 2, 3))


def rms_loss(output, clean):
    """Root of the mean square, as PSNR has it: asks for the mean of what a picture may have been where L1 asks for the median. Per picture: (B,)."""
    return ((output.float() - clean).square().mean((1, 2, 3)) + LEAST**2).sqrt()


LOSSES = {"l1": restoration_loss, "rms": rms_loss}  # by the words of --loss


def weights(batches, now: Moment):
    """What each picture's loss counts, (B,), by its task (Moment.weight)."""
    return torch.tensor([now.weight(batch.task) for batch in batches for _ in batch.clean])
