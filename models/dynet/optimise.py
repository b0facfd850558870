"""Muon for the matrices, AdamW for the rest.

Muon (Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks"): momentum,
then the update is replaced by the nearest orthogonal matrix, found by five Newton-Schulz steps.
That it beats AdamW alone here is so far known from a short run only.
"""

import torch
from torch import nn

from . import precision

COEFFICIENTS = (3.4445, -4.7750, 2.0315)  # of the quintic, from the source above


def orthogonal(matrices, steps: int = 5):
    """The orthogonal matrices nearest to matrices (..., M, N), approximately (singular values 0.7 to 1.2)."""
    a, b, c = COEFFICIENTS
    x = matrices.to(precision.of(matrices.device))
    tall = x.shape[-2] > x.shape[-1]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return (x.mT if tall else x).to(matrices.dtype)


class Muon(torch.optim.Optimizer):
    """Muon with Nesterov momentum. lr is a step for a matrix of unit spectral norm (0.005 to 0.02)."""

    def __init__(self, params, lr: float = 0.01, momentum: float = 0.95):
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            alike = {}  # matrices of one shape go through together: a GPU would wait for the launches otherwise
            for p in (p for p in group["params"] if p.grad is not None):
                alike.setdefault(p.shape, []).append(p)
            for matrices in alike.values():
                self._step(matrices, group["lr"], group["momentum"])

    def _step(self, matrices: list, lr: float, momentum: float):
        averages, gradients = [self.state[p].setdefault("momentum", torch.zeros_like(p)) for p in matrices], [p.grad for p in matrices]
        torch._foreach_mul_(averages, momentum)
        torch._foreach_add_(averages, gradients, alpha=1 - momentum)
        ahead = torch.stack(gradients).lerp(torch.stack(averages), momentum)
        update = orthogonal(ahead.flatten(2))
        scale = max(1, update.shape[1] / update.shape[2]) ** 0.5
        torch._foreach_add_(matrices, list(update.reshape(ahead.shape)), alpha=-lr * scale)


def is_matrix(name: str, module: nn.Module) -> bool:
    """Whether Muon trains this module's weight: 1x1 and dense convolutions inside, not the ends, not the senses."""
    dense = isinstance(module, nn.Linear) or (isinstance(module, nn.Conv2d) and module.groups == 1)
    return dense and not name.endswith("sense") and name not in ("embed", "output")


def build(model: nn.Module, lr: float, lr_matrix: float, use_muon: bool = True):
    """The optimisers of a run. No weight decay on the matrices (Muon), nor on norms and biases."""
    matrices = [m.weight for name, m in model.named_modules() if use_muon and is_matrix(name, m)]
    taken = {id(p) for p in matrices}
    rest = [p for p in model.parameters() if id(p) not in taken]
    decayed = [p for p in rest if p.ndim > 1]
    plain = [p for p in rest if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": 1e-4}, {"params": plain, "weight_decay": 0.0}]
    optimisers = [torch.optim.AdamW([g for g in groups if g["params"]], lr=lr, betas=(0.9, 0.99))]
    return optimisers + ([Muon(matrices, lr=lr_matrix)] if matrices else [])
