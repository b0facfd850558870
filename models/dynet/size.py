"""How large a network is: parameters and multiply-accumulates."""

import torch
from torch import nn

from .blocks import MDTA
from .model import DyNet


def parameters(model: nn.Module) -> int:
    """Number of parameters."""
    return sum(p.numel() for p in model.parameters())


@torch.no_grad()
def macs(model: DyNet, size: int, reuse) -> int:
    """Multiply-accumulates of one size x size picture: convolutions, matrix products, attention products."""
    total = 0

    def count(module, inputs, output):
        nonlocal total
        if isinstance(module, nn.Linear):
            total += output.numel() * module.in_features
        elif isinstance(module, nn.Conv2d):
            total += output.numel() * module.weight[0].numel()
        elif isinstance(module, MDTA):
            total += 2 * output.numel() * output.shape[-1] // module.heads

    hooks = [m.register_forward_hook(count) for m in model.modules()]
    try:
        model(torch.zeros(1, 3, size, size), reuse)
    finally:
        for hook in hooks:
            hook.remove()
    return total
