"""What `match` patterns capture."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mllint_rules.semantic.elements import element_type, unpacked_type
from mllint_rules.semantic.types import (
    UNKNOWN,
    Instance,
    Symbol,
    Type,
    alternatives,
    list_of,
    union,
)

if TYPE_CHECKING:
    from mllint_rules.semantic.inference import Inference


def captured_type(inference: Inference, pattern: ast.AST) -> Type:
    """What a capturing pattern (`MatchAs`, `MatchStar`, `MatchMapping`) binds."""
    if isinstance(pattern, ast.MatchAs):
        if pattern.pattern is not None:
            return matched_type(inference, pattern.pattern, _subject(inference, pattern))
        return _subject(inference, pattern)
    if isinstance(pattern, ast.MatchStar):
        parent = inference.model.index.parents[pattern]
        return list_of(element_type(inference, _subject(inference, parent)))
    return Instance("builtins.dict")


def matched_type(inference: Inference, pattern: ast.pattern, subject: Type) -> Type:
    """What is known of a value that matched the pattern."""
    classes = list(pattern_classes(inference, pattern))
    if not classes or UNKNOWN in classes:
        return subject if not classes else UNKNOWN
    return union(
        next((each for each in alternatives(subject) if inference.model.is_instance(each, known.name)), known)
        for known in classes
        if isinstance(known, Instance)
    )


def pattern_classes(inference: Inference, pattern: ast.pattern) -> Iterator[Type]:
    """The classes whose instances a pattern takes; nothing when it does not ask for a class."""
    if isinstance(pattern, ast.MatchClass):
        found = inference.type_of(pattern.cls)
        yield Instance(found.name) if isinstance(found, Symbol) else UNKNOWN
    elif isinstance(pattern, ast.MatchOr):
        for each in pattern.patterns:
            yield from list(pattern_classes(inference, each)) or [UNKNOWN]
    elif isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        yield from pattern_classes(inference, pattern.pattern)


def _subject(inference: Inference, pattern: ast.AST) -> Type:
    """What is compared with a pattern: the subject of the statement, or a part of it."""
    parent = inference.model.index.parents[pattern]
    if isinstance(parent, ast.match_case):
        statement = inference.model.index.parents[parent]
        assert isinstance(statement, ast.Match)
        return inference.type_of(statement.subject)
    if isinstance(parent, ast.MatchSequence):
        place = parent.patterns.index(pattern)  # type: ignore[arg-type]
        behind_star = any(isinstance(each, ast.MatchStar) for each in parent.patterns[:place])
        return unpacked_type(inference, _subject(inference, parent), (None if behind_star else place,))
    if isinstance(parent, (ast.MatchAs, ast.MatchOr)):
        return _subject(inference, parent)
    if isinstance(parent, ast.MatchClass) and pattern in parent.kwd_patterns:
        attribute = parent.kwd_attrs[parent.kwd_patterns.index(pattern)]
        owner = matched_type(inference, parent, _subject(inference, parent))
        return union(inference.attribute_type(member, attribute) for member in alternatives(owner))
    return UNKNOWN
