"""MLX: security."""
