"""mllint: a linter for machine-learning Python that repairs what it finds."""

from __future__ import annotations

TYPE_CHECKING = False  # what `typing` says, without the milliseconds that importing it takes
if TYPE_CHECKING:
    from mllint_rules.engine.library import check_path as check_path
    from mllint_rules.engine.library import check_text as check_text
    from mllint_rules.engine.library import fix_text as fix_text
    from mllint_rules.engine.registry import BrokenPack as BrokenPack
    from mllint_rules.model.classification import Category as Category
    from mllint_rules.model.classification import Confidence as Confidence
    from mllint_rules.model.classification import Practice as Practice
    from mllint_rules.model.classification import Severity as Severity
    from mllint_rules.model.diagnostic import Diagnostic as Diagnostic
    from mllint_rules.model.diagnostic import RegionEdit as RegionEdit
    from mllint_rules.model.diagnostic import Related as Related
    from mllint_rules.model.text import Applicability as Applicability
    from mllint_rules.model.text import Edit as Edit
    from mllint_rules.model.text import Fix as Fix
    from mllint_rules.model.text import Region as Region
    from mllint_rules.model.text import Span as Span
    from mllint_rules.settings.errors import SettingsError as SettingsError

__version__ = "0.1.0"

_MODULES = {
    "mllint_rules.engine.library": ("check_path", "check_text", "fix_text"),
    "mllint_rules.engine.registry": ("BrokenPack",),
    "mllint_rules.model.classification": ("Category", "Confidence", "Practice", "Severity"),
    "mllint_rules.model.diagnostic": ("Diagnostic", "RegionEdit", "Related"),
    "mllint_rules.model.text": ("Applicability", "Edit", "Fix", "Region", "Span"),
    "mllint_rules.settings.errors": ("SettingsError",),
}
_EXPORTS = {name: module for module, names in _MODULES.items() for name in names}

__all__ = ["__version__", *_EXPORTS]  # noqa: PLE0604


def __getattr__(name: str) -> object:
    """Load what is asked for when it is asked for: `mllint --version` needs none of it."""
    if name not in _EXPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_EXPORTS[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_EXPORTS})
