"""What a rule pack needs to test itself: examples, fixture files with carets, a pytest plugin."""
