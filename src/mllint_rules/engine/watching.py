"""Watching rules at work: which of their functions ran, and which way each condition in them went."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

from mllint_rules.engine.rule_source import INNER_CODE, Condition, jumps

IsAbout = Callable[[FrameType, Condition], bool]


class Activation:
    """One run of a function of the pack; those of its comprehensions are a part of it.

    `call_line` is where in its caller it was called and `moment` when; `calls` are the runs it started itself,
    `branches` the conditions that were decided in it, in order; `last_line` is where it ended.
    """

    __slots__ = ("branches", "call_line", "calls", "code", "last_line", "moment")

    def __init__(self, code: CodeType, call_line: int, moment: int) -> None:
        self.code = code
        self.call_line = call_line
        self.moment = moment
        self.last_line = code.co_firstlineno
        self.branches: list[Branch] = []
        self.calls: list[Activation] = []


class Branch:
    """A condition that was decided: at which `moment`, the truth of its operand, and if it is about the line."""

    __slots__ = ("activation", "condition", "is_about", "moment", "truth")

    def __init__(
        self, activation: Activation, condition: Condition, truth: bool, is_about: bool, moment: int
    ) -> None:
        self.activation = activation
        self.condition = condition
        self.truth = truth
        self.is_about = is_about
        self.moment = moment


class Record:
    """What was seen: the runs that nobody in the pack called, and all branches in the order of time."""

    def __init__(self, pack: str, is_about: IsAbout) -> None:
        self._prefix = pack + "."
        self._pack = pack
        self._is_about = is_about
        self._by_frame: dict[FrameType, Activation] = {}
        self._ours: dict[CodeType, bool] = {}
        self.roots: list[Activation] = []
        self.branches: list[Branch] = []

    def is_ours(self, frame: FrameType) -> bool:
        """Whether a frame runs code of the pack."""
        known = self._ours.get(frame.f_code)
        if known is None:
            module = str(frame.f_globals.get("__name__", ""))
            known = self._ours[frame.f_code] = module == self._pack or module.startswith(self._prefix)
        return known

    def activation(self, frame: FrameType) -> Activation:
        """The run that a frame belongs to."""
        known = self._by_frame.get(frame)
        if known is not None:
            return known
        outer, code = frame.f_back, frame.f_code
        while outer is not None and outer not in self._by_frame:
            outer = outer.f_back
        caller = None if outer is None else self._by_frame[outer]
        line = 0 if outer is None else outer.f_lineno
        is_inner = code.co_name in INNER_CODE
        if caller is not None and is_inner and caller.code.co_filename == code.co_filename:
            self._by_frame[frame] = caller
            return caller
        found = self._by_frame[frame] = Activation(code, line, len(self.branches))
        (self.roots if caller is None else caller.calls).append(found)
        return found

    def leave(self, frame: FrameType) -> None:
        """A function of the pack ends, or hands out a value."""
        if frame.f_code.co_name not in INNER_CODE:
            self.activation(frame).last_line = frame.f_lineno

    def branch(self, frame: FrameType, offset: int, target: int) -> None:
        """A jump at `offset` went to `target`."""
        jump = jumps(frame.f_code).get(offset)
        if jump is None or jump.condition is None:
            return
        truth = jump.truth(target == jump.target)
        about = self._is_about(frame, jump.condition)
        activation = self.activation(frame)
        found = Branch(activation, jump.condition, truth, about, len(self.branches))
        activation.branches.append(found)
        self.branches.append(found)

    def close(self) -> None:
        """Let go of the frames."""
        self._by_frame.clear()


@contextmanager
def watched(pack: str, is_about: IsAbout) -> Iterator[Record]:
    """Record what the code of a pack (the name of a package) does meanwhile, in this thread.

    `is_about` is asked at every condition whether it is about what the watcher is interested in.
    """
    record = Record(pack, is_about)
    watch = _monitored if sys.version_info >= (3, 12) else _traced
    try:
        with watch(record):
            yield record
    finally:
        record.close()


@contextmanager
def _traced(record: Record) -> Iterator[None]:
    pending: dict[FrameType, int] = {}  # the conditional jump that a frame has come to

    def local(frame: FrameType, event: str, argument: object) -> Any:
        if event == "opcode":
            offset = pending.pop(frame, None)
            if offset is not None:
                record.branch(frame, offset, frame.f_lasti)
            if frame.f_lasti in jumps(frame.f_code):
                pending[frame] = frame.f_lasti
        elif event == "return":
            record.leave(frame)
        return local

    def enter(frame: FrameType, event: str, argument: object) -> Any:
        if event != "call" or not record.is_ours(frame):
            return None
        frame.f_trace_opcodes = True
        record.activation(frame)
        return local

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(before)


@contextmanager
def _monitored(record: Record) -> Iterator[None]:
    """The same where Python has events for it (3.12), since tracing no longer shows every instruction (3.13)."""
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
    events = monitoring.events
    tool = next(number for number in (4, 3, 5, 2, 1, 0) if monitoring.get_tool(number) is None)

    def enter(code: CodeType, offset: int) -> object:
        frame = sys._getframe(1)
        if not record.is_ours(frame):
            return monitoring.DISABLE
        record.activation(frame)
        return None

    def leave(code: CodeType, offset: int, value: object) -> object:
        frame = sys._getframe(1)
        if not record.is_ours(frame):
            return monitoring.DISABLE
        record.leave(frame)
        return None

    def branch(code: CodeType, offset: int, target: int) -> object:
        frame = sys._getframe(1)
        if not record.is_ours(frame):
            return monitoring.DISABLE
        record.branch(frame, offset, target)
        return None

    # From 3.14 on there is an event for each way that a branch may go.
    ways = ("BRANCH_LEFT", "BRANCH_RIGHT") if hasattr(events, "BRANCH_LEFT") else ("BRANCH",)
    handlers = {"PY_START": enter, "PY_RESUME": enter, "PY_RETURN": leave, "PY_YIELD": leave}
    handlers |= dict.fromkeys(ways, branch)
    wanted = 0
    monitoring.use_tool_id(tool, "mllint why")
    for name, handler in handlers.items():
        monitoring.register_callback(tool, getattr(events, name), handler)
        wanted |= getattr(events, name)
    monitoring.restart_events()
    monitoring.set_events(tool, wanted)
    try:
        yield
    finally:
        monitoring.set_events(tool, 0)
        for name in handlers:
            monitoring.register_callback(tool, getattr(events, name), None)
        monitoring.free_tool_id(tool)
