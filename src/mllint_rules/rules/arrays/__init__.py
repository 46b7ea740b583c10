"""MLN: NumPy, SciPy, numerics and plotting."""
