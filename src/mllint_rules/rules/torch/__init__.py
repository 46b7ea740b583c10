"""MLT: PyTorch and Lightning."""
