"""MLP: pandas, Polars and Spark."""
