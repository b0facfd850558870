"""The blocks that DyNet re-uses, and the layers that they are made of.

Sources: "Restormer" (arXiv 2111.09881; MDTA and GDFN). Written from the paper.

Letters in the margin: B batch, H W height and width of the level at hand, C its channels, h heads, c = C / h.
Everything is NHWC, so that a 1x1 convolution is one matrix product.
"""

import torch
import torch.nn.functional as F
from torch import nn

from .config import DyNetConfig


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


class Linear(nn.Linear):
    """A 1x1 convolution in NHWC, without bias."""

    def __init__(self, inputs: int, outputs: int):
        super().__init__(inputs, outputs, bias=False)
        self.groups = 0  # of pixels: with some, the weight's gradient is the sum of one product a group (--groups of train.py)

    def forward(self, x):  # (..., C)
        if not self.groups or x.numel() // x.shape[-1] % self.groups:
            return super().forward(x)
        weight = self.weight.t().expand(self.groups, -1, -1)
        return (x.reshape(self.groups, -1, x.shape[-1]) @ weight).reshape(*x.shape[:-1], -1)


class MDTA(nn.Module):
    """Multi-Dconv head transposed attention: channels attend to channels (Restormer 3.1)."""

    def __init__(self, channels: int, heads: int, bias: bool):
        super().__init__()
        self.heads = heads
        self.temperature = nn.Parameter(torch.ones(heads, 1, 1))
        self.qkv = Linear(channels, 3 * channels)
        self.depthwise = Depthwise(3 * channels, bias)
        self.project = Linear(channels, channels)

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
        self.widen = Linear(channels, 2 * hidden)
        self.depthwise = Depthwise(2 * hidden, bias)
        self.project = Linear(hidden, channels)

    def forward(self, x):  # (B, H, W, C)
        gate, value = self.depthwise(self.widen(x)).chunk(2, -1)
        return self.project(F.gelu(gate) * value)


class GatedConv(nn.Module):
    """1x1 to 2C, depthwise 3x3, product of the halves, 1x1 back: no pooling, so tiles agree."""

    def __init__(self, channels: int, spatial: bool, bias: bool):
        super().__init__()
        self.widen = Linear(channels, 2 * channels)
        self.depthwise = Depthwise(2 * channels, bias) if spatial else nn.Identity()
        self.project = Linear(channels, channels)

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
