"""MLO: what a run says about itself."""
