"""Ways to reach mllint: the command line and other tools. Thin, without analysis."""
