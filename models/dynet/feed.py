"""Batches made ahead of the training step, by other processes.

What a step gets depends on its number alone, so it does not matter who makes it and when: a run resumes exactly, with
any number of workers. On a GPU the workers keep up with it; on a CPU, where they would take the step's own cores,
there are none and a batch is made when it is wanted.
"""

from dataclasses import dataclass

import torch

from . import data


@dataclass(frozen=True)
class Order:
    """What one step wants: its number, its portions (schedule.py), and whether it pre-trains."""

    step: int
    portions: tuple
    pretraining: bool


class Kitchen(torch.utils.data.Dataset):
    """Makes the batches of an order."""

    def __init__(self, crops: data.Crops):
        self.crops = crops

    def __getitem__(self, order: Order) -> list:
        crops = self.crops.at(order.step)
        if order.pretraining:
            return [crops.batch("masked", portion.count, portion.size) for portion in order.portions]
        return [batch for portion in order.portions for batch in crops.mixed(portion.count, portion.size)]


def batches(crops: data.Crops, orders, workers: int):
    """Yields the batches of orders, one list a step. With workers, orders are read a few steps ahead."""
    ahead = {"prefetch_factor": 4, "worker_init_fn": one_thread} if workers else {}
    return iter(torch.utils.data.DataLoader(Kitchen(crops), batch_size=None, sampler=orders, num_workers=workers, **ahead))


def one_thread(_):
    """Workers share the cores among themselves: one thread each."""
    torch.set_num_threads(1)
