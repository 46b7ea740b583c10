"""Frozen dataclasses for settings that are read by literal keys: the repair."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from mllint_rules.kit import (
    Call,
    Context,
    FixPlan,
    FixUnavailable,
    Span,
    Verb,
    position,
    replace,
    replace_span,
    table,
    unsafe_fix,
    wrap,
)
from mllint_rules.rules.data._configuration_flow import Flow, flow_of
from mllint_rules.rules.data._configurations import Section, is_configuration
from mllint_rules.rules.data._insertion import define_above, free_name, reach_above
from mllint_rules.rules.data._records import KeyRead, assigned_name, field_line, is_field_name

_WORDS = re.compile(r"[A-Za-z][a-z0-9]*")
_SHORT = {"cfg": "Config", "conf": "Config"}
# What the bodies of the classes mean something else by.
_TAKEN = frozenset({"from_mapping", "int", "float", "str", "bool"})


@dataclass(slots=True)
class _Group:
    """What becomes one class: the mappings at one key, what they are read for, and the groups below."""

    flows: list[Flow]
    reads: dict[str, list[KeyRead]]
    below: dict[str, _Group] = field(default_factory=dict)


@dataclass(slots=True)
class _Writer:
    """The classes and the edits that a repair consists of."""

    ctx: Context
    anything: str
    dataclass: str
    classes: list[str] = field(default_factory=list)
    verbs: list[Verb] = field(default_factory=list)

    def write(self, group: _Group, name: str, doc: str) -> None:
        """Write the class of a group after those below it, and edit the code that reads it."""
        lines: list[str] = []
        sections: list[str] = []
        for key, reads in group.reads.items():
            below = group.below.get(key)
            if below is None:
                line = field_line(self.ctx, key, reads, self.anything)
                assert line is not None
                lines.append(line)
                continue
            inner = free_name(self.ctx, name + _camel(key), separator="")
            self.write(below, inner, f"The settings below `{key}`.")
            made = f"{inner}.from_mapping(" if below.below else f"{inner}(**"
            sections.append(f'            "{key}": {made}mapping["{key}"]),\n')
            lines.append(f"{key}: {inner}")
        lines.sort(key=lambda line: " = " in line)  # fields with a default come last
        body = "".join(f"    {line}\n" for line in lines)
        text = f'@{self.dataclass}(frozen=True)\nclass {name}:\n    """{doc}"""\n\n{body}'
        if sections:
            text += (
                "\n    @classmethod\n"
                f'    def from_mapping(cls, mapping: dict[str, {self.anything}]) -> "{name}":\n'
                '        """The settings of a mapping; a key that is missing or not known raises an error."""\n'
                f"        sections = {{\n{''.join(sections)}        }}\n"
                "        return cls(**{**mapping, **sections})\n"
            )
        self.classes.append(text)
        for reads in group.reads.values():
            self.verbs += [_as_attribute(self.ctx, read) for read in reads]
        for annotation in dict.fromkeys(each for flow in group.flows for each in flow.annotations):
            self.verbs.append(replace(annotation, name))


def configuration_plan(ctx: Context, call: Call, section: Section) -> FixPlan | None:
    """Classes for the settings, the load made one, its keys read as attributes; None where some use is not seen.

    Raises `FixUnavailable`.
    """
    if call.name == "builtins.vars":
        return None  # every option of the parser would have to be a field
    group = _group(ctx, [section])
    if group is None:
        return None
    places = [call.node, *_annotations(group)]
    first = min(places, key=position)
    anything = reach_above(ctx, first, "typing", "Any")
    decorator = reach_above(ctx, first, "dataclasses", "dataclass")
    wanted = _class_name(ctx, call)
    name = free_name(ctx, wanted, _earlier(ctx, call, wanted), "")
    writer = _Writer(ctx, anything.text, decorator.text)
    writer.write(group, name, "The settings that the program reads.")
    classes = "\n\n".join(writer.classes)
    is_needed = re.search(rf"\b{re.escape(anything.text)}\b", classes) is not None
    verbs: list[Verb] = [*decorator.verbs, *(anything.verbs if is_needed else ())]
    verbs.append(define_above(ctx, first, classes, is_class=True))
    verbs.append(wrap(call.node, f"{name}.from_mapping(" if group.below else f"{name}(**", ")"))
    return unsafe_fix(f"Keep the settings in a frozen dataclass `{name}`", *verbs, *writer.verbs)


def _annotations(group: _Group) -> list[ast.expr]:
    found = [annotation for flow in group.flows for annotation in flow.annotations]
    for below in group.below.values():
        found += _annotations(below)
    return found


def _group(ctx: Context, sections: list[Section]) -> _Group | None:
    """The class that the mappings of one key become; None where they have to stay mappings."""
    flows = [flow_of(ctx, section) for section in sections]
    seen = [flow for flow in flows if flow is not None]
    if len(seen) < len(flows):
        return None
    reads: dict[str, list[KeyRead]] = {}
    for section in sections:
        for read in section.reads:
            reads.setdefault(read.key, []).append(read)
    group = _Group(seen, reads)
    for key, found in reads.items():
        if not is_field_name(key) or key in _TAKEN:
            return None
        inner = [child for section in sections for child in section.children.get(key, ())]
        # A mapping that is somewhere used as a whole stays one everywhere.
        if len(inner) == len(found) and not any(read.is_optional for read in found):
            below = _group(ctx, inner)
            if below is not None:
                group.below[key] = below
                continue
        if field_line(ctx, key, found, "Any") is None:
            return None
    return group


def _as_attribute(ctx: Context, read: KeyRead) -> Verb:
    """Edit what stands behind the mapping: `["a"]` or `.get("a", 1)`."""
    node = read.node
    owner = node.value if isinstance(node, ast.Subscript) else node.func
    if isinstance(node, ast.Call) and isinstance(owner, ast.Attribute):
        owner = owner.value
    span = Span(ctx.model.span(owner).end, ctx.model.span(node).end)
    text = ctx.document.text[span.start : span.end]
    if not text.startswith("[" if isinstance(node, ast.Subscript) else ".get") or "#" in text:
        raise FixUnavailable("a key is read in a form that cannot become an attribute")
    return replace_span(span, f".{read.key}")


def _camel(text: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in text.split("_"))


def _class_name(ctx: Context, call: Call) -> str:
    """A name after the variable, or after the function that gives the settings: `load_settings` gives `Settings`."""
    target = assigned_name(ctx.parent(call.node), call.node)
    function = ctx.function_of(call.node)
    name = target.id if target is not None else ""
    if isinstance(ctx.parent(call.node), ast.Return) and function is not None:
        last = function.name.rpartition("_")[2]
        name = (
            last if any(word in last.lower() for word in table("configurations")["readers"]["words"]) else ""
        )
    words = _WORDS.findall(name.lower() if name.isupper() else name)
    return "".join(_SHORT.get(word.lower(), word.capitalize()) for word in words) or "Config"


def _earlier(ctx: Context, call: Call, name: str) -> int:
    """How many loads further up would take the same name, when all are repaired at once."""
    count = 0
    for other in ctx.calls_of(*table("configurations")["readers"]["pandas"]):
        if other.node is call.node:
            break
        count += _class_name(ctx, other) == name and is_configuration(ctx, other)
    return count
