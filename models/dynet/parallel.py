"""Several processes, one run: `torchrun --nproc_per_node N -m dynet.train ...` trains on N devices or machines.

Each process draws its own crops; gradients are averaged (DistributedDataParallel, NCCL on GPUs, Gloo on CPUs).
Everything that must be the same everywhere follows the first process: the share of the budget spent, the
depth of a step. Only the first process writes. Without torchrun all of this does nothing.
"""

import functools
import os

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel


@functools.cache
def telling(device) -> torch.Tensor:
    """The one number that processes tell each other, on device, kept for as long as the process lives.

    Gloo's thread lets go of a tensor a little after the broadcast. If it were the last to hold it, it would wait for Python's
    lock, which PyTorch keeps while it waits for that thread at the end: one run in fifty never ended.
    """
    return torch.zeros(1, dtype=torch.float64, device=device)


class Team:
    """The processes of a run. rank counts them from 0; device is this one's."""

    def __init__(self):
        self.size, self.rank = int(os.environ.get("WORLD_SIZE", 1)), int(os.environ.get("RANK", 0))
        gpus = torch.cuda.device_count()
        self.device = torch.device(f"cuda:{int(os.environ.get('LOCAL_RANK', 0)) % gpus}" if gpus else "cpu")
        if gpus:
            torch.cuda.set_device(self.device)
        if self.size > 1:
            dist.init_process_group("nccl" if gpus else "gloo")

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def wrap(self, model):
        """model with gradients averaged over the team."""
        if self.size == 1:
            return model
        return DistributedDataParallel(model, device_ids=[self.device] if self.device.type == "cuda" else None)

    def agree(self, value: float) -> float:
        """The first process's value, on all of them."""
        if self.size == 1:
            return value
        told = telling(self.device)
        told.fill_(value)
        dist.broadcast(told, 0)
        return told.item()

    def wait(self):
        """Waits until all have come here: while the first writes or validates, which can take minutes."""
        if self.size > 1:
            dist.barrier()

    def leave(self):
        """Ends the team."""
        if self.size > 1:
            dist.destroy_process_group()
