# Facts read from scikit-surprise 1.1.5.
