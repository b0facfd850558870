"""DyNet: one restoration network whose depth is chosen when it runs.

Sources: "Dynamic Pre-training: Towards Efficient and Scalable All-in-One Image
Restoration" (arXiv 2404.02154; sections 3.1 network, 3.2 prompt block), and
"Restormer" (arXiv 2111.09881; MDTA and GDFN). Written from the papers.

A 4-level encoder-decoder holds ONE block a level and applies it f times with
the same weights. The reuse frequencies f = [f1, f2, f3, f4] are an argument of
`forward`: DyNet-S is [2, 3, 3, 4], DyNet-L is [4, 6, 6, 8], same state dict.

Letters in the margin: B batch, H W height and width of the level at hand,
C its channels, K prompt components, h heads, c = C / h.
Everything inside is NHWC, so that a 1x1 convolution is one matrix product.
"""

from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import nn

from .decision import Finder, Given

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
    # Arms of the block comparison in models/README.md.
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


class Norm(nn.Module):
    """Normalises each pixel's channels in float32: LayerNorm with bias, or RMSNorm."""

    def __init__(self, channels: int, kind: str, eps: float = 1e-5):
        super().__init__()
        self.kind, self.eps, self.channels = kind, eps, channels
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels)) if kind == "layer" else None

    def forward(self, x):  # (B, H, W, C)
        wide = x.float()
        if self.kind == "layer":
            return F.layer_norm(wide, (self.channels,), self.weight, self.bias, self.eps).to(x.dtype)
        # Written as ONNX Runtime's fusion to one kernel expects it.
        return (wide / torch.sqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight).to(x.dtype)


class Conv(nn.Conv2d):
    """A convolution on NHWC tensors; the permutes are views of channels_last memory."""

    def __init__(self, inputs: int, outputs: int, size: int = 3, stride: int = 1, bias: bool = False):
        padding = (size - 1) // 2 if stride == 1 else 0
        super().__init__(inputs, outputs, size, stride, padding, bias=bias)

    def forward(self, x):  # (B, H, W, C)
        return super().forward(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)


class Depthwise(nn.Conv2d):
    """A 3x3 convolution of each channel by itself, on NHWC tensors."""

    def __init__(self, channels: int, bias: bool):
        super().__init__(channels, channels, 3, padding=1, groups=channels, bias=bias)

    def forward(self, x):  # (B, H, W, C)
        return super().forward(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)


def linear(inputs: int, outputs: int) -> nn.Linear:
    """A 1x1 convolution in NHWC."""
    return nn.Linear(inputs, outputs, bias=False)


class MDTA(nn.Module):
    """Multi-Dconv head transposed attention: channels attend to channels (Restormer 3.1)."""

    def __init__(self, channels: int, heads: int, bias: bool):
        super().__init__()
        self.heads = heads
        self.temperature = nn.Parameter(torch.ones(heads, 1, 1))
        self.qkv = linear(channels, 3 * channels)
        self.depthwise = Depthwise(3 * channels, bias)
        self.project = linear(channels, channels)

    def forward(self, x, attention=None):  # (B, H, W, C); a given attention (B, h, c, c) is taken instead of x's own
        B, H, W, C = x.shape
        if attention is not None:
            return self.give(self._some(x, slice(2 * C, None)), attention)
        q, k, v = self.depthwise(self.qkv(x)).reshape(B, H * W, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4)
        out = v @ self.match(q, k).to(v.dtype).transpose(-2, -1)  # (B, h, HW, c)
        return self.project(out.permute(0, 2, 1, 3).reshape(B, H, W, C))

    def attention(self, x):  # (B, H, W, C) to (B, h, c, c)
        B, H, W, C = x.shape
        some = self._some(x, slice(0, 2 * C)).reshape(B, H * W, 2, self.heads, C // self.heads)
        return self.match(*some.permute(2, 0, 3, 1, 4))

    def match(self, q, k):
        """Attention (B, h, c, c) of q and k, each (B, h, HW, c)."""
        # The norms act on the c x c matrix instead of on the pixels: same numbers, HW times cheaper.
        length_q, length_k = self._length(q), self._length(k)  # (B, h, c, 1)
        scores = (q.transpose(-2, -1) @ k).float() / (length_q * length_k.transpose(-2, -1))
        return (scores * self.temperature).softmax(-1)

    def give(self, v, attention):
        """v (B, H, W, C) under attention (B, h, c, c), projected; both are one C x C matrix."""
        B, H, W, C = v.shape
        project = self.project.weight.t().reshape(self.heads, C // self.heads, C)
        both = (attention.transpose(-2, -1) @ project).reshape(B, C, C)
        return (v.reshape(B, H * W, C) @ both).reshape(B, H, W, C)

    def _some(self, x, channels: slice):
        """Those channels of q, k and v side by side (B, H, W, 3C)."""
        y = F.linear(x, self.qkv.weight[channels]).permute(0, 3, 1, 2)
        bias = self.depthwise.bias if self.depthwise.bias is None else self.depthwise.bias[channels]
        return F.conv2d(y, self.depthwise.weight[channels], bias, padding=1, groups=y.shape[1]).permute(0, 2, 3, 1)

    @staticmethod
    def _length(x):
        return x.float().square().sum(-2).clamp_min(1e-12).sqrt().unsqueeze(-1)


class GDFN(nn.Module):
    """Gated-Dconv feed-forward network (Restormer 3.2)."""

    def __init__(self, channels: int, expansion: float, bias: bool):
        super().__init__()
        hidden = int(channels * expansion)
        self.widen = linear(channels, 2 * hidden)
        self.depthwise = Depthwise(2 * hidden, bias)
        self.project = linear(hidden, channels)

    def forward(self, x):  # (B, H, W, C)
        gate, value = self.depthwise(self.widen(x)).chunk(2, -1)
        return self.project(F.gelu(gate) * value)


class GatedConv(nn.Module):
    """1x1 to 2C, depthwise 3x3, product of the halves, 1x1 back: no pooling, so tiles agree."""

    def __init__(self, channels: int, spatial: bool, bias: bool):
        super().__init__()
        self.widen = linear(channels, 2 * channels)
        self.depthwise = Depthwise(2 * channels, bias) if spatial else nn.Identity()
        self.project = linear(channels, channels)

    def forward(self, x):  # (B, H, W, C)
        a, b = self.depthwise(self.widen(x)).chunk(2, -1)
        return self.project(a * b)


class Block(nn.Module):
    """Two residual branches (mixing, feed-forward), each with a norm and a step size."""

    def __init__(self, config: DyNetConfig, kind: str, channels: int, heads: int):
        super().__init__()
        self.norm1, self.norm2 = Norm(channels, config.norm), Norm(channels, config.norm)
        if kind == "transformer":
            self.mix, self.feed = MDTA(channels, heads, config.bias), GDFN(channels, config.expansion, config.bias)
        else:
            self.mix, self.feed = GatedConv(channels, True, config.bias), GatedConv(channels, False, config.bias)

    def attention(self, x):
        """Channel attention (B, h, c, c) for x (B, H, W, C), or None: a gated block does not look at the whole."""
        return self.mix.attention(self.norm1(x)) if hasattr(self.mix, "attention") else None

    def forward(self, x, step=torch.tensor(1.0), attention=None):  # (B, H, W, C); step is a tensor so that compiled code serves every depth
        x = x + step * (self.mix(self.norm1(x)) if attention is None else self.mix(self.norm1(x), attention))
        return x + step * self.feed(self.norm2(x))


class PromptBlock(nn.Module):
    """Senses the degradation and injects a prompt (paper 3.2, five components).

    The weights over the components come from the feature's mean over the picture. The control vector, as it is, weighs
    further components: a zero vector changes nothing. (Added to the logits instead, it was not learned: ../README.md, Emphasis.)
    """

    def __init__(self, config: DyNetConfig, kind: str, channels: int, prompt: int, size: int, heads: int, out: int):
        super().__init__()
        self.spatial = config.prompts == "map"
        shape = (config.components, prompt) + ((size, size) if self.spatial else ())
        self.prompt = nn.Parameter(torch.rand(shape))
        self.sense = nn.Linear(channels, config.components)
        self.emphasis = nn.Parameter(torch.zeros((config.controls,) + shape[1:])) if config.controls else None
        wide = channels + prompt if self.spatial else channels
        if self.spatial:
            self.smooth = Conv(prompt, prompt)
        else:
            self.fuse, self.inject = linear(channels, channels), linear(prompt, channels)
        self.block = Block(config, kind, wide, heads)
        self.project = linear(wide, out)

    def weigh(self, x, control=None):
        """Weights (B, K + controls) over the components for x (B, H, W, C) and control (B, controls); None is zeros."""
        sensed = self.sense(x.float().mean((1, 2))).softmax(-1)
        if self.emphasis is None:
            return sensed
        return torch.cat([sensed, torch.zeros_like(sensed[:, :len(self.emphasis)]) if control is None else control], -1)

    def forward(self, x, control=None, source=None, name: str = ""):  # (B, H, W, C)
        weights = self.weigh(x, control) if source is None else source.at("prompts", lambda: self.weigh(x, control))
        components = self.prompt if self.emphasis is None else torch.cat([self.prompt, self.emphasis])
        prompt = torch.einsum("bk,k...->b...", weights, components.float())  # (B, P) or (B, P, s, s)
        if self.spatial:
            prompt = F.interpolate(prompt, x.shape[1:3], mode="bilinear", align_corners=False)
            x = torch.cat([x, self.smooth(prompt.permute(0, 2, 3, 1).to(x.dtype))], -1)
        else:
            x = self.fuse(x) + self.inject(prompt.to(x.dtype))[:, None, None]
        return self.project(turned(self.block, x, torch.tensor(1.0), source, name))


def turned(block: Block, x, step, source=None, name: str = ""):
    """One turn of block, its attention from source (decision.py) under name; without a source from x itself."""
    return block(x, step) if source is None else block(x, step, source.at(name, lambda: block.attention(x)))


class Down(nn.Module):
    """Halves the size, doubles the channels."""

    def __init__(self, config: DyNetConfig, channels: int):
        super().__init__()
        self.shuffle = config.conv_resample
        self.conv = Conv(channels, channels // 2) if self.shuffle else Conv(channels, 2 * channels, 2, stride=2)

    def forward(self, x):  # (B, H, W, C) to (B, H/2, W/2, 2C)
        x = self.conv(x)
        if not self.shuffle:
            return x
        B, H, W, C = x.shape
        return x.reshape(B, H // 2, 2, W // 2, 2, C).permute(0, 1, 3, 2, 4, 5).reshape(B, H // 2, W // 2, 4 * C)


class Up(nn.Module):
    """Doubles the size, halves the channels."""

    def __init__(self, config: DyNetConfig, channels: int):
        super().__init__()
        self.conv = Conv(channels, 2 * channels) if config.conv_resample else linear(channels, 2 * channels)

    def forward(self, x):  # (B, H, W, C) to (B, 2H, 2W, C/2)
        B, H, W, C = x.shape
        x = self.conv(x).reshape(B, H, W, 2, 2, C // 2)
        return x.permute(0, 1, 3, 2, 4, 5).reshape(B, 2 * H, 2 * W, C // 2)


class DyNet(nn.Module):
    """The network. Parameters do not depend on the depth it runs at."""

    def __init__(self, config: DyNetConfig = AFTERRAIN):
        super().__init__()
        self.config = config
        c1, c2, c3, c4 = (config.width * n for n in (1, 2, 4, 8))
        kinds, heads = config.blocks, config.heads
        head = c2 if config.wide_head else c1
        self.embed = Conv(3, c1, bias=config.bias)
        self.encoder = nn.ModuleList(Block(config, kinds[i], c, heads[i]) for i, c in enumerate((c1, c2, c3, c4)))
        self.down = nn.ModuleList(Down(config, c) for c in (c1, c2, c3))
        self.prompt_latent = self._prompt(3, c4, c3 if config.conv_resample else c4, 320, 16)
        self.prompt3 = self._prompt(2, c3, c3, 128, 32)
        self.prompt2 = self._prompt(1, c2, c2, 64, 64)
        deep = c3 if config.conv_resample else c4
        self.up = nn.ModuleList(Up(config, c) for c in (deep, c3, c2))
        self.reduce3 = linear(deep // 2 + c3, c3)
        self.reduce2 = linear(c3 // 2 + c2, c2)
        self.reduce1 = nn.Identity() if config.wide_head else linear(c2 // 2 + c1, c1)
        self.decoder = nn.ModuleList(Block(config, kinds[i], c, heads[i]) for i, c in ((2, c3), (1, c2), (0, head)))
        self.refinement = nn.ModuleList(Block(config, kinds[0], head, heads[0]) for _ in range(config.refinement))
        self.output = Conv(head, 3)

    def _prompt(self, level: int, channels: int, out: int, prompt: int, size: int) -> PromptBlock:
        config = self.config
        if config.prompts == "vector":
            return PromptBlock(config, config.blocks[level], channels, channels // 2, 0, config.heads[level], out)
        # The paper's prompt widths belong to width 48; its three prompt blocks all have heads[2] heads.
        return PromptBlock(config, config.blocks[level], channels, prompt * config.width // 48, size, config.heads[2], out)

    # The parts between the re-used blocks, in the order that forward calls them.

    def stem(self, image):  # (B, 3, H, W) to (B, H, W, C)
        return self.embed(image.permute(0, 2, 3, 1).contiguous())

    def join3(self, latent, skip3, control=None, source=None):
        latent = self.prompt_latent(latent, control, source, "prompt_latent")
        return self._join(self.up[0](latent), skip3, self.reduce3, lambda x: self.prompt3(x, control, source, "prompt3"))

    def join2(self, x, skip2, control=None, source=None):
        return self._join(self.up[1](x), skip2, self.reduce2, lambda x: self.prompt2(x, control, source, "prompt2"))

    def _join(self, x, skip, reduce, prompt):
        """The level below and the skip as one; the prompt goes to the skip, or to what came of both."""
        if self.config.prompt_place == "decoder":
            return prompt(reduce(torch.cat([x, skip], -1)))
        return reduce(torch.cat([x, prompt(skip)], -1))

    def join1(self, x, skip1):
        return self.reduce1(torch.cat([self.up[2](x), skip1], -1))

    def head(self, x, image):  # (B, H, W, C) and (B, 3, H, W) to (B, 3, H, W)
        return image + self.output(x).permute(0, 3, 1, 2)

    def _reuse(self, block: Block, x, level: int, reuse, source, name: str):
        step = torch.tensor(SMALL[level] / reuse[level] if self.config.step == "inverse" else 1.0)
        for _ in range(reuse[level]):
            x = turned(block, x, step, source, name)
        return x

    def _refine(self, x, reuse, source):
        if not self.config.tied:
            for block in self.refinement:
                x = turned(block, x, torch.tensor(1.0), source, "refinement")
            return x
        times = max(1, reuse[0] // 2)
        for _ in range(times):
            x = turned(self.refinement[0], x, torch.tensor(1 / times), source, "refinement")
        return x

    def forward(self, image, reuse=LARGE, control=None, decision=None):
        """Restores image (B, 3, H, W), about 0 to 1, H and W multiples of 8; the result is not clamped.

        control (B, 3) asks for some of CONTROLS to be taken away and the rest to be kept; None or zeros is blind.
        A given decision (decision.py) is obeyed instead of what the image and control would lead to.
        """
        return self._walk(image, reuse, control, None if decision is None else Given(decision))

    def decide(self, image, reuse=LARGE, control=None) -> dict:
        """The decision (decision.py) that forward takes by itself for these arguments."""
        finder = Finder()
        self._walk(image, reuse, control, finder)
        return finder.decision()

    def _walk(self, image, reuse, control, source):
        skip1 = self._reuse(self.encoder[0], self.stem(image), 0, reuse, source, "encoder1")
        skip2 = self._reuse(self.encoder[1], self.down[0](skip1), 1, reuse, source, "encoder2")
        skip3 = self._reuse(self.encoder[2], self.down[1](skip2), 2, reuse, source, "encoder3")
        latent = self._reuse(self.encoder[3], self.down[2](skip3), 3, reuse, source, "encoder4")
        x = self._reuse(self.decoder[0], self.join3(latent, skip3, control, source), 2, reuse, source, "decoder3")
        x = self._reuse(self.decoder[1], self.join2(x, skip2, control, source), 1, reuse, source, "decoder2")
        x = self._reuse(self.decoder[2], self.join1(x, skip1), 0, reuse, source, "decoder1")
        return self.head(self._refine(x, reuse, source), image)
