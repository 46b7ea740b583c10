"""The labelled programs are data: nothing in them is collected."""

collect_ignore_glob = ["leakage/*"]
