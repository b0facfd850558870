"""Batches made ahead of the training step, by other processes.

What a step gets depends on its number alone, so it does not matter who makes it and when: a run resumes exactly, with
any number of workers. On a GPU the workers keep up with it; on a CPU, where they would take the step's own cores,
there are none and a batch is made when it is wanted. Workers are forked, so that they share the photographs in memory:
started afresh, as Python 3.14 starts processes, each would need a copy of its own.
"""

from dataclasses import dataclass

import torch

from . import data
from .ending import leave_it_to_the_first


@dataclass(frozen=True)
class Order:
    """What one step wants: its number, its portions (schedule.py), and whether it pre-trains."""

    step: int
    portions: tuple
    pretraining: bool


@dataclass
class Parcel:
    """Batches of one size as they travel between processes: few large tensors, since each one that is sent costs time."""

    tasks: list
    counts: list
    tensors: tuple  # degraded, clean, controls

    @classmethod
    def of(cls, batches: list):
        tensors = tuple(torch.cat(parts) for parts in zip(*((b.degraded, b.clean, b.controls()) for b in batches)))
        return cls([b.task for b in batches], [len(b.clean) for b in batches], tensors)

    def pin_memory(self):
        """The same in memory from which a GPU can copy while it works."""
        return Parcel(self.tasks, self.counts, tuple(x.pin_memory() for x in self.tensors))

    def unpack(self) -> list:
        """The batches, which share the parcel's memory."""
        return [data.Batch(*parts) for parts in zip(self.tasks, *(x.split(self.counts) for x in self.tensors))]


class Kitchen(torch.utils.data.Dataset):
    """Makes the batches of an order, a parcel for each portion."""

    def __init__(self, crops: data.Crops):
        self.crops = crops

    def __getitem__(self, order: Order) -> list:
        crops = self.crops.at(order.step)
        make = lambda p: [crops.batch("masked", p.count, p.size)] if order.pretraining else crops.mixed(p.count, p.size)
        return [Parcel.of(make(portion)) for portion in order.portions]


def batches(crops: data.Crops, orders, workers: int):
    """Yields the batches of orders, one list a step. With workers, orders are read a few steps ahead."""
    ahead = {"prefetch_factor": 4, "worker_init_fn": settle, "pin_memory": torch.cuda.is_available(), "multiprocessing_context": "fork"} if workers else {}
    for parcels in torch.utils.data.DataLoader(Kitchen(crops), batch_size=None, sampler=orders, num_workers=workers, **ahead):
        yield [batch for parcel in parcels for batch in parcel.unpack()]


def settle(_):
    """Workers share the cores among themselves, one thread each, and go on while the run is told to end: it still wants its step."""
    torch.set_num_threads(1)
    leave_it_to_the_first()
