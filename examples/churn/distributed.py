"""A network on several devices, with seeds for some of what draws."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler


def start_worker(worker_id: int) -> None:
    np.random.seed(5)


def train(rows, epochs: int) -> None:
    torch.manual_seed(2)
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = True
    model = nn.Linear(8, 1).to("cuda")
    sampler = DistributedSampler(rows)
    loader = DataLoader(rows, sampler=sampler, num_workers=4, worker_init_fn=start_worker)
    for _ in range(epochs):
        for batch in loader:
            model(batch).mean().backward()


if __name__ == "__main__":
    train(np.load("rows.npy"), 3)
