"""Cutting a run of statements into blocks, one per step, and what goes into and comes out of each block."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from mllint_rules.kit import FixUnavailable
from mllint_rules.rules.structure._reading_and_writing import Usage, UsageReader
from mllint_rules.rules.structure._stages import heaviest


@dataclass(slots=True)
class Block:
    """Statements that become a function; with `stage` None they stay where the functions are called."""

    stage: str | None
    statements: list[ast.stmt]
    usage: Usage = field(default_factory=Usage)
    parameters: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """A statement with the part of the program it is, and whether a comment of its own stands above it."""

    statement: ast.stmt
    stage: str | None
    has_heading: bool


def cut(reader: UsageReader, steps: Sequence[Step], *, given: set[str], wanted: set[str]) -> list[Block]:
    """The blocks of consecutive statements with their parameters and results.

    `given` are names that are bound before, `wanted` those that are read behind. Raises `FixUnavailable` where no
    cut keeps the meaning of every name.
    """
    blocks = _by_stage(reader, steps)
    while True:
        for block in blocks:
            block.usage = reader.usage(block.statements)
        clash = _connect(blocks, given, wanted)
        if clash is None:
            break
        first, last = clash
        merged = Block(_merged_stage(blocks[first : last + 1]), [])
        for block in blocks[first : last + 1]:
            merged.statements += block.statements
        blocks[first : last + 1] = [merged]
    _check_later_reads(reader, blocks)
    return blocks


def _by_stage(reader: UsageReader, steps: Sequence[Step]) -> list[Block]:
    """Blocks of one stage each. What is no step goes with the step that reads it, else with the one before."""
    blocks: list[Block] = []
    pending: list[Step] = []
    for step in steps:
        if step.stage is None:
            pending.append(step)
            continue
        statements = [each.statement for each in pending]
        if blocks and blocks[-1].stage == step.stage and not step.has_heading:
            blocks[-1].statements += [*statements, step.statement]
        elif not blocks:
            if statements:
                blocks.append(Block(None, statements))
            blocks.append(Block(step.stage, [step.statement]))
        else:
            place = _first_of_next(reader, pending, step)
            blocks[-1].statements += statements[:place]
            blocks.append(Block(step.stage, [*statements[place:], step.statement]))
        pending = []
    rest = [each.statement for each in pending]
    if rest and blocks:
        blocks[-1].statements += rest
    return blocks


def _first_of_next(reader: UsageReader, pending: Sequence[Step], step: Step) -> int:
    """From which waiting statement on they belong to the step that follows."""
    for place, each in enumerate(pending):
        if each.has_heading:
            return place
        behind = [*pending[place + 1 :], step]
        read = {name for other in behind for name in reader.loads(other.statement)}
        if not read.isdisjoint(reader.stores(each.statement)):
            return place
    return len(pending)


def _merged_stage(blocks: Sequence[Block]) -> str | None:
    return heaviest(block.stage for block in blocks if block.stage is not None)


def _connect(blocks: list[Block], given: set[str], wanted: set[str]) -> tuple[int, int] | None:
    """Work out parameters and results; else the first and last block that have to become one."""
    bound_before: list[set[str]] = []
    known = set(given)
    for block in blocks:
        bound_before.append(set(known))
        known |= set(block.usage.written) | block.usage.bound
    live = set(wanted)
    for place in range(len(blocks) - 1, -1, -1):
        block, usage = blocks[place], blocks[place].usage
        written = [*usage.written, *(name for name in sorted(usage.bound) if name not in usage.written)]
        results = [name for name in written if name in live]
        needed = [name for name in usage.needed if name in bound_before[place]]
        for name in results:
            if name in usage.bound:
                continue
            if name not in bound_before[place]:
                reader = next(
                    (i for i in range(place + 1, len(blocks)) if name in blocks[i].usage.needed), None
                )
                if reader is None:
                    raise FixUnavailable(f"{name} is not always there")
                return place, reader
            if name not in needed:
                needed.append(name)
        block.parameters, block.results = needed, results
        live = (live - usage.bound) | set(needed)
    missing = live - given
    if missing:
        raise FixUnavailable(f"{min(missing)} is not always there")
    return None


def _check_later_reads(reader: UsageReader, blocks: Sequence[Block]) -> None:
    """Raises `FixUnavailable` when a function or generator reads a name that a later block gives another value."""
    read_later: set[str] = set()
    for block in blocks:
        if not read_later.isdisjoint(block.usage.bound | set(block.usage.written)):
            raise FixUnavailable("a function reads a name that changes behind it")
        for statement in block.statements:
            read_later |= set(reader.read_later(statement))
