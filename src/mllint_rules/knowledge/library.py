"""Questions about libraries: canonical names, members, bases."""

from __future__ import annotations

import ast
from functools import cache

from mllint_rules.knowledge.facts import AliasFacts, ClassFacts, Facts, FunctionFacts, VariableFacts
from mllint_rules.knowledge.stubs import load_module, qualify, stub_files
from mllint_rules.knowledge.tables import table


@cache
def canonical_name(name: str) -> str:
    """The one name of an API, whatever path it was reached by (`tf.keras.Model` is `keras.Model`).

    Follows the prefixes of `tables/canonical.toml` and the aliases and re-exports of stubs. A name nobody
    describes comes back as it is.
    """
    for _ in range(8):  # a chain of aliases is short; a cycle would be an error in our own data
        renamed = _follow_prefix(name)
        target = _follow_alias(renamed)
        if target == name:
            return name
        name = target
    return name


@cache
def _prefixes() -> dict[str, str]:
    names = table("canonical")
    prefixes: dict[str, str] = dict(names["prefixes"])
    for public, homes in names["homes"].items():
        prefixes.update((f"{public}.{home}", public) for home in homes.split())
    for public, homes in names["elsewhere"].items():
        prefixes.update((home, public) for home in homes.split())
    return prefixes


def _follow_prefix(name: str) -> str:
    prefixes = _prefixes()
    head = name
    while head:
        target = prefixes.get(head)
        if target is not None:
            return target + name[len(head) :]
        head = head.rpartition(".")[0]
    return name


def _follow_alias(name: str) -> str:
    module, rest = _split_module(name)
    if not module or not rest:
        return name
    facts = load_module(module)
    head, dot, tail = rest.partition(".")
    alias = facts.alias(head) if facts is not None else None
    return name if alias is None else alias.target + dot + tail


def _split_module(name: str) -> tuple[str, str]:
    """The longest described module at the head of a name, and the rest."""
    modules = stub_files()
    head = name
    while head and head not in modules:
        head = head.rpartition(".")[0]
    return head, name[len(head) + 1 :] if head else name


@cache
def find(name: str) -> Facts | None:
    """What is known about a canonical name: a function, class, variable, method or attribute."""
    module, rest = _split_module(name)
    if not module or not rest:
        return None
    facts = load_module(module)
    head, _, tail = rest.partition(".")
    known = facts.get(head) if facts is not None else None
    if isinstance(known, AliasFacts):
        target = canonical_name(name)
        return find(target) if target != name else None
    if not tail:
        return known
    if "." in tail:
        return None
    if isinstance(known, ClassFacts):
        return find_member(known.name, tail)
    if isinstance(known, VariableFacts) and isinstance(known.annotation, (ast.Name, ast.Attribute)):
        # A method of an object that a module holds, as `scipy.stats.norm.rvs`.
        return find_member(canonical_name(qualify(ast.unparse(known.annotation), known.module)), tail)
    return None


def find_class(name: str) -> ClassFacts | None:
    """The class of that canonical name, when it is described."""
    known = find(name)
    return known if isinstance(known, ClassFacts) else None


@cache
def linear_bases(name: str) -> tuple[str, ...]:
    """The class and all its described bases, nearest first."""
    order = [name]
    for current in order:
        known = find_class(current)
        for base in known.bases if known else ():
            target = canonical_name(base)
            if target not in order:
                order.append(target)
    return tuple(order)


@cache
def type_variables(class_name: str) -> tuple[str, ...]:
    """The names of the type variables of a class, its own or those of its nearest generic base."""
    for base in linear_bases(class_name):
        known = find_class(base)
        if known is not None and known.variables:
            return known.variables
    return ()


@cache
def find_member(class_name: str, member: str) -> FunctionFacts | VariableFacts | None:
    """A method or attribute of a class, its own or inherited."""
    for base in linear_bases(class_name):
        known = find_class(base)
        if known is not None and member in known.members:
            return known.members[member]
    return None


def exported_names(module: str) -> frozenset[str]:
    """What `from module import *` is known to bind."""
    facts = load_module(canonical_name(module))
    return frozenset() if facts is None else facts.exported


def is_described(module: str) -> bool:
    """Whether a stub describes that module."""
    return module in stub_files()
