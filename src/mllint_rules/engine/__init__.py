"""From files to diagnostics and back to repaired files. Knows rules only as data with a `check`."""
