"""MLS: scikit-learn and gradient boosting."""
