"""What one DyNet is made of, and how deep it runs: configurations as data."""

from dataclasses import dataclass, replace

SMALL = (2, 3, 3, 4)
MIDDLE = (3, 4, 4, 6)
LARGE = (4, 6, 6, 8)
VARIANTS = {"s": SMALL, "m": MIDDLE, "l": LARGE}
CONTROLS = ("noise", "rain", "haze")  # what each number of a control vector asks to be taken away, 0 to 1; all zero = blind


@dataclass(frozen=True)
class DyNetConfig:
    """What distinguishes one DyNet from another; the presets are below.

    blocks: the kind of block at levels 1 to 4, "transformer" (MDTA + GDFN) or "gated".
    heads: attention heads at levels 1 to 4. expansion: GDFN hidden width over C.
    norm: "layer" (with bias) or "rms". step: size of a residual step, "unit" (paper) or
    "inverse": SMALL[level] / f, so that every depth integrates to the same place.
    prompts: "map" (paper: spatial, resized to the feature) or "vector" (channels only).
    prompt_place: of the prompts at levels 3 and 2, on the "skip" (paper) or in the "decoder", behind the join (as PromptIR).
    refinement: how many blocks follow the decoder; tied = one block re-used f1 / 2 times.
    wide_head: level-1 decoder and refinement work on 2C channels, as in the paper.
    conv_resample: 3x3 convolutions around pixel (un)shuffle (paper) or 2x2 / 1x1.
    bias: of the first and the depthwise convolutions. Without it a normalised feature tells a
    pixel's colour but hardly its brightness, which haze is known by.
    controls: length of the control vector (CONTROLS), which says what to take away; 0 = always blind, as in the paper.
    Each control is a further prompt component, whose weight is the control itself.
    """

    width: int = 48
    blocks: tuple = ("transformer",) * 4
    heads: tuple = (1, 2, 4, 8)
    expansion: float = 2.66
    norm: str = "layer"
    step: str = "unit"
    prompts: str = "map"
    prompt_place: str = "skip"
    components: int = 5
    refinement: int = 4
    tied: bool = False
    wide_head: bool = True
    conv_resample: bool = True
    bias: bool = False
    controls: int = 0


PAPER = DyNetConfig()
AFTERRAIN = DyNetConfig(width=32, blocks=("gated", "gated", "transformer", "transformer"), expansion=2.0, norm="rms",
                        step="inverse", prompts="vector", refinement=1, tied=True, wide_head=False, conv_resample=False,
                        bias=True, controls=3)
SMALL_SCALE = replace(AFTERRAIN, width=16, heads=(1, 1, 2, 4))
PRESETS = {
    "paper": PAPER,
    "afterrain": AFTERRAIN,
    # Arms of the block comparison in models/MEASURED.md.
    "afterrain-transformer": replace(AFTERRAIN, blocks=("transformer",) * 4),
    "afterrain-gated": replace(AFTERRAIN, blocks=("gated",) * 4),
    # Arms of the ablations (ablate.py): half the width.
    "small": SMALL_SCALE,
    "small-unit": replace(SMALL_SCALE, step="unit"),
    "small-decoder": replace(SMALL_SCALE, prompt_place="decoder"),
    # For tests.
    "tiny-paper": replace(PAPER, width=8, heads=(1, 1, 1, 2)),
    "tiny": replace(AFTERRAIN, width=8, heads=(1, 1, 1, 2)),
}
