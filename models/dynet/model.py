"""DyNet: one restoration network whose depth is chosen when it runs.

Source: "Dynamic Pre-training: Towards Efficient and Scalable All-in-One Image
Restoration" (arXiv 2404.02154; sections 3.1 network, 3.2 prompt block). Written from the paper.

A 4-level encoder-decoder holds ONE block a level and applies it f times with
the same weights. The reuse frequencies f = [f1, f2, f3, f4] are an argument of
`forward`: DyNet-S is [2, 3, 3, 4], DyNet-L is [4, 6, 6, 8], same state dict.

Letters in the margin: B batch, H W height and width of the level at hand,
C its channels, K prompt components, h heads, c = C / h.
Everything inside is NHWC, so that a 1x1 convolution is one matrix product.
"""

import torch
import torch.nn.functional as F
from torch import nn

from .blocks import Block, Conv, Linear
from .config import AFTERRAIN, LARGE, SMALL, DyNetConfig
from .decision import Finder, Given


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
            self.fuse, self.inject = Linear(channels, channels), Linear(prompt, channels)
        self.block = Block(config, kind, wide, heads)
        self.project = Linear(wide, out)

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
        self.conv = Conv(channels, 2 * channels) if config.conv_resample else Linear(channels, 2 * channels)

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
        self.reduce3 = Linear(deep // 2 + c3, c3)
        self.reduce2 = Linear(c3 // 2 + c2, c2)
        self.reduce1 = nn.Identity() if config.wide_head else Linear(c2 // 2 + c1, c1)
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
