"""Prints what a module of an installed library looks like, as lines for a stub.

    python tools/stub_signatures.py sklearn.ensemble sklearn.svm
    python tools/stub_signatures.py category_encoders --beside sklearn.base

Classes of the modules after `--beside` serve as bases and are not printed.
Facts only: names, kinds and order of parameters, literal defaults, public bases, and the types that numpydoc
sections state in one plain word. Everything else comes out as `Any`, for a person to correct by hand.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

_KINDS = inspect.Parameter
_PLAIN_TYPES = {
    "float": "float",
    "int": "int",
    "bool": "bool",
    "str": "str",
    "ndarray": "numpy.ndarray",
    "dict": "dict",
    "self": "Self",
}
_SCALAR = (bool, int, float, str, type(None))


def default_text(value: object) -> str:
    """A default as a literal, or `...` where it is no short literal."""
    if value is inspect.Parameter.empty:
        return ""
    is_literal = isinstance(value, _SCALAR) or (
        isinstance(value, tuple) and all(isinstance(item, _SCALAR) for item in value)
    )
    text = repr(value)
    return text if is_literal and type(value) in (*_SCALAR, tuple) and _is_finite(text) else "..."


def _is_finite(text: str) -> bool:
    return len(text) <= 60 and "nan" not in text and "inf" not in text


def parameters_text(function: Callable[..., Any]) -> str:
    """The parameter list without annotations. Raises `ValueError` where there is no signature to read."""
    parameters = list(inspect.signature(function).parameters.values())
    parts: list[str] = []
    has_star = False
    for index, parameter in enumerate(parameters):
        default = default_text(parameter.default)
        if parameter.kind is _KINDS.VAR_POSITIONAL:
            has_star = True
            parts.append(f"*{parameter.name}")
        elif parameter.kind is _KINDS.VAR_KEYWORD:
            parts.append(f"**{parameter.name}")
        else:
            if parameter.kind is _KINDS.KEYWORD_ONLY and not has_star:
                has_star = True
                parts.append("*")
            parts.append(f"{parameter.name}={default}" if default else parameter.name)
        following = parameters[index + 1].kind if index + 1 < len(parameters) else None
        if parameter.kind is _KINDS.POSITIONAL_ONLY and following is not _KINDS.POSITIONAL_ONLY:
            parts.append("/")
    return ", ".join(parts)


def documented_types(doc: str, section: str) -> dict[str, str]:
    """The entries of a numpydoc section by name, as far as one plain word says their type."""
    match = re.search(rf"^ *{section}\n *-+\n(.*?)(?=\n\n? *[A-Z][\w ]+\n *-+\n|\Z)", doc, re.M | re.S)
    found: dict[str, str] = {}
    lines = inspect.cleandoc("\n" + match[1]).splitlines() if match else []
    for line in lines:
        entry = re.match(r"(\w+) ?: (.+)$", line)
        if entry is None:
            continue
        plain = re.fullmatch(r"(\w+)(?: of shape \([\w, ]*\))?(?:, (?:default|dtype)=.*)?\.?", entry[2])
        found[entry[1]] = _PLAIN_TYPES.get(plain[1], "Any") if plain else "Any"
    return found


def annotated_text(function: Callable[..., Any], described: Mapping[type, str]) -> str | None:
    """What the annotation says is returned, when it is one plain or described class."""
    stated = getattr(function, "__annotations__", {}).get("return", inspect.Parameter.empty)
    if stated is None or stated == "None":
        return "None"
    if isinstance(stated, str):
        last = stated.strip("\"'").rpartition(".")[2]
        if last in ("Self", "bool", "int", "float", "str", "bytes", "ndarray"):
            return "numpy.ndarray" if last == "ndarray" else last
        return next((text for text in described.values() if text.rpartition(".")[2] == last), None)
    if isinstance(stated, type):
        plain = _PLAIN_TYPES.get(stated.__name__)
        return described.get(stated) or (plain if plain != "Self" else None)
    return "Self" if getattr(stated, "__name__", "") == "Self" else None


def return_text(function: Callable[..., Any], described: Mapping[type, str]) -> str:
    """What the annotation or the documentation says is returned, when it is one plain type; else `Any`."""
    annotated = annotated_text(function, described)
    if annotated is not None:
        return annotated
    types = documented_types(inspect.getdoc(function) or "", "Returns")
    if "self" in types:
        return "Self"
    return next(iter(types.values())) if len(types) == 1 else "Any"


def function_line(
    name: str, function: Callable[..., Any], described: Mapping[type, str], indent: str = ""
) -> str:
    """One `def`."""
    try:
        parameters = parameters_text(function)
    except (TypeError, ValueError):
        parameters = "self, *args, **kwargs" if indent else "*args, **kwargs"
    return f"{indent}def {name}({parameters}) -> {return_text(function, described)}: ..."


def class_lines(cls: type, described: Mapping[type, str]) -> Iterator[str]:
    """A class: the nearest bases among `described`, and the public members that those do not already have."""
    bases = nearest_bases(cls, described)
    yield f"class {cls.__name__}({', '.join(described[base] for base in bases)}):".replace("()", "")
    inherited = {member for base in bases for owner in base.__mro__ for member in vars(owner)}
    lines = []
    constructor = inspect.getattr_static(cls, "__init__")
    if constructor is not object.__init__:
        lines.append(function_line("__init__", constructor, described, "    ").replace("-> Any", "-> None"))
    for name, kind in documented_types(inspect.getdoc(cls) or "", "Attributes").items():
        if kind != "Any" and not isinstance(inspect.getattr_static(cls, name, None), property):
            lines.append(f"    {name}: {kind}")
    for name in sorted(set(dir(cls))):
        owner = next((owner for owner in cls.__mro__ if name in vars(owner)), object)
        is_new = name not in inherited or not any(owner in base.__mro__ for base in bases)
        if not name.startswith("_") and is_new:
            lines.extend(_member_lines(cls, name, described))
    yield from lines or ["    ..."]


def nearest_bases(cls: type, described: Mapping[type, str]) -> list[type]:
    """The described bases of a class in order, without those that another of them brings along."""
    candidates = [base for base in cls.__mro__[1:] if base in described]
    return [base for base in candidates if not any(base in other.__mro__[1:] for other in candidates)]


def _member_lines(cls: type, name: str, described: Mapping[type, str]) -> Iterator[str]:
    static = inspect.getattr_static(cls, name)
    if isinstance(static, property):
        documented = annotated_text(static.fget, described) if static.fget else None
        documented = documented or documented_types(inspect.getdoc(cls) or "", "Attributes").get(name, "Any")
        yield "    @property"
        yield f"    def {name}(self) -> {documented}: ..."
    elif isinstance(static, staticmethod | classmethod):
        kind = type(static).__name__
        yield f"    @{kind}"
        yield function_line(name, static.__func__, described, "    ")
    elif callable(getattr(static, "fn", None)):  # a descriptor that offers the method under a condition
        yield function_line(name, static.fn, described, "    ")
    elif inspect.isfunction(static):
        yield function_line(name, static, described, "    ")


def public_names(module: ModuleType) -> list[str]:
    """What the module offers: `__all__`, else the names without an underscore that it defines itself."""
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return sorted(set(listed))
    return sorted(
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith(module.__name__)
    )


def module_lines(module: ModuleType, described: Mapping[type, str]) -> Iterator[str]:
    """The classes (bases first) and functions of a module."""
    values = {name: getattr(module, name, None) for name in public_names(module)}
    classes = {value for value in values.values() if inspect.isclass(value)}
    for cls in sorted(classes, key=lambda cls: (len(cls.__mro__), cls.__name__)):
        if "." in described.get(cls, ""):
            home, _, name = described[cls].rpartition(".")
            yield f"from {home} import {name}"
            continue
        yield ""
        yield from class_lines(cls, described)
    yield ""
    for name, value in values.items():
        if inspect.isroutine(value):
            yield function_line(name, value, described)


def main(arguments: list[str]) -> int:
    """Prints the modules of those names. Returns the exit status."""
    cut = arguments.index("--beside") if "--beside" in arguments else len(arguments)
    modules = [importlib.import_module(name) for name in arguments[:cut]]
    others = [importlib.import_module(name) for name in arguments[cut + 1 :]]
    described: dict[type, str] = {}
    for module in [*others, *modules]:
        for name in public_names(module):
            value = getattr(module, name, None)
            if inspect.isclass(value):
                described.setdefault(value, f"{module.__name__}.{name}")
    for module in modules:
        prefix = f"{module.__name__}."
        local = {
            cls: text.removeprefix(prefix) if text.rpartition(".")[0] + "." == prefix else text
            for cls, text in described.items()
        }
        sys.stdout.write(f"# {module.__name__}\n" + "\n".join(module_lines(module, local)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
