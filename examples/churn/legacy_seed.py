"""Noise for a sensitivity study: the seed does not reach the generator."""

import os

import numpy as np

np.random.seed(11)
os.environ["OMP_NUM_THREADS"] = "1"
noise = np.random.default_rng().normal(size=100)
np.save("noise.npy", noise)
