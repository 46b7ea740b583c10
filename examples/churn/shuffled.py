"""Rows for the network, in another order."""

import random

import numpy as np
import torch


def main() -> None:
    torch.manual_seed(2)
    rows = np.load("rows.npy")
    order = random.sample(range(len(rows)), len(rows))
    torch.save(torch.randn(3), "start.pt")
    np.save("rows.npy", rows[order])


if __name__ == "__main__":
    main()
