"""MLG: globals, notebook-style scripts, structure and typing of code."""
