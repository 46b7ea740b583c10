"""MLL: leakage and the validity of evaluation."""
