"""What a rule may know of the run besides the code: preferences for fixes, library versions, options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mllint_rules.model.versions import VersionRange


@dataclass(frozen=True, slots=True)
class Environment:
    """The part of the settings that rules see.

    `libraries` maps import names (`torch`, `sklearn`) to the versions the project declares or locks.
    `infer_from_data` says that data files of the project may be looked into.
    `options` maps rule names to their options object, where it differs from the defaults.
    """

    seed: int = 42
    logging_style: str = "auto"
    logging_config: bool = False
    schema_library: str = "auto"
    infer_from_data: bool = False
    libraries: Mapping[str, VersionRange] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)
