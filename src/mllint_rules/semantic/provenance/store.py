"""The memory of an abstract run: names hold references, references hold values, branches join.

One dictionary with a journal of changes, so that a branch costs what it changes and nothing more.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from mllint_rules.semantic.provenance.domain import Ref, Value, joined

Changes = dict[Hashable, Any]
_NOTHING = Value()


class Store:
    """References by name, values by reference."""

    def __init__(self) -> None:
        self._state: dict[Hashable, Any] = {}
        self._journals: list[dict[Hashable, Any]] = [{}]
        self._next = 0

    def new(self, value: Value) -> Ref:
        """A reference to a new object."""
        self._next += 1
        ref = Ref(self._next)
        self._set(ref, value)
        return ref

    def value(self, ref: Ref) -> Value:
        """What is known of the object now."""
        value: Value = self._state.get(ref, _NOTHING)
        return value

    def update(self, ref: Ref, value: Value) -> None:
        """The object has changed; everybody who refers to it sees that."""
        self._set(ref, value)

    def lookup(self, name: Hashable) -> Ref | None:
        """What a name refers to."""
        ref: Ref | None = self._state.get(name)
        return ref

    def bind(self, name: Hashable, ref: Ref | None) -> None:
        """Let a name refer to an object; None unbinds it."""
        self._set(name, ref)

    def _set(self, key: Hashable, value: Any) -> None:
        journal = self._journals[-1]
        if key not in journal:
            journal[key] = self._state.get(key)
        self._state[key] = value

    @contextmanager
    def branch(self) -> Iterator[Changes]:
        """Run something that may or may not happen; the dictionary holds its changes afterwards."""
        changes: Changes = {}
        self._journals.append({})
        try:
            yield changes
        finally:
            journal = self._journals.pop()
            for key, earlier in journal.items():
                changes[key] = self._state.get(key)
                if earlier is None:
                    self._state.pop(key, None)
                else:
                    self._state[key] = earlier

    def join(self, branches: Sequence[Changes]) -> None:
        """Go on after branches of which one happened (`{}` for none of them)."""
        if len(branches) == 1:
            for key, value in branches[0].items():
                self._set(key, value)
            return
        names: dict[Hashable, None] = {}
        # Objects first: a name that refers to different objects gets a new one, made of what they are then.
        for branch in branches:
            for key, value in branch.items():
                if not isinstance(key, Ref):
                    names[key] = None
                elif key not in self._state:
                    self._set(key, value)  # made in this branch alone
                elif value is not None:
                    self._set_joined(key, branches)
        for key in names:
            refs = dict.fromkeys(branch.get(key, self._state.get(key)) for branch in branches)
            found = [ref for ref in refs if ref is not None]
            if len(found) > 1:
                self._set(key, self.new(joined(self.value(ref) for ref in found)))
            else:
                self._set(key, found[0] if found else None)

    def _set_joined(self, key: Ref, branches: Sequence[Changes]) -> None:
        before = self._state[key]
        values = [branch.get(key, before) for branch in branches]
        self._set(key, joined(value for value in values if value is not None))
