"""The testkit's pytest plugin, also where this distribution is on the path without being installed."""

from importlib.metadata import entry_points

if not entry_points(group="pytest11", name="mllint"):
    pytest_plugins = ["mllint_rules.testkit.plugin"]
