"""Everything a rule author may import. Public, documented, versioned."""

from mllint_rules.datafiles.kinds import Column as DataColumn
from mllint_rules.datafiles.kinds import Kind as DataKind
from mllint_rules.fixing.arguments import AddArgument, add_parameter
from mllint_rules.fixing.imports import Reach, fresh_name, insertion_after_imports
from mllint_rules.fixing.plan import FixPlan, FixUnavailable, Verb, display_fix, safe_fix, unsafe_fix
from mllint_rules.fixing.verbs import (
    add_keyword,
    delete,
    insert_after,
    insert_before,
    remove_keyword,
    rename_keyword,
    replace,
    replace_span,
    rewrite,
    set_keyword,
    unwrap,
    wrap,
)
from mllint_rules.kit.call_sites import (
    CallSite,
    is_position_known,
    lambda_name,
    plain_function,
    takes_only_keywords,
)
from mllint_rules.kit.context import Context
from mllint_rules.kit.entry_points import first_statement
from mllint_rules.kit.finding import Finding, Place
from mllint_rules.kit.loggers import LoggingStyle, ModuleLogger
from mllint_rules.kit.rule import AnyRule, Example, Rule, rule
from mllint_rules.kit.triggers import (
    Trigger,
    calls,
    classes,
    discarded,
    functions,
    loops,
    module,
    nodes,
    traces,
)
from mllint_rules.knowledge.tables import table
from mllint_rules.model.classification import Category, Confidence, Practice, Severity
from mllint_rules.model.text import Edit, Span
from mllint_rules.semantic.bindings import Binding, BindingKind
from mllint_rules.semantic.calls import Call
from mllint_rules.semantic.index import SyntaxIndex, position
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.provenance.domain import Columns, Fitted, Learner, Lesson, Prediction, Site, Value
from mllint_rules.semantic.provenance.evaluation import Evaluation, evaluations
from mllint_rules.semantic.provenance.events import (
    CrossValidation,
    Distinct,
    Event,
    Fit,
    Group,
    Metric,
    Predict,
    Resample,
    Score,
    Split,
    Trace,
    Transform,
    Use,
    may_both_happen,
)
from mllint_rules.semantic.provenance.rows import (
    Role,
    RowKind,
    RowSet,
    Selector,
    are_disjoint,
    nearest_common,
)
from mllint_rules.semantic.scopes import FunctionNode, Scope, ScopeKind
from mllint_rules.semantic.surroundings import Frame
from mllint_rules.semantic.types import NONE, Instance, Symbol, Type, Unknown, alternatives, union
from mllint_rules.semantic.values import NOT_LITERAL

__all__ = [
    "HERE",
    "NONE",
    "NOT_LITERAL",
    "AddArgument",
    "AnyRule",
    "Binding",
    "BindingKind",
    "Call",
    "CallSite",
    "Category",
    "Columns",
    "Confidence",
    "Context",
    "CrossValidation",
    "DataColumn",
    "DataKind",
    "Distinct",
    "Edit",
    "Evaluation",
    "Event",
    "Example",
    "Finding",
    "Fit",
    "Fitted",
    "FixPlan",
    "FixUnavailable",
    "Frame",
    "FunctionNode",
    "Group",
    "Instance",
    "Learner",
    "Lesson",
    "LoggingStyle",
    "Metric",
    "ModuleLogger",
    "Place",
    "Practice",
    "Predict",
    "Prediction",
    "Reach",
    "Resample",
    "Role",
    "RowKind",
    "RowSet",
    "Rule",
    "Scope",
    "ScopeKind",
    "Score",
    "Selector",
    "SemanticModel",
    "Severity",
    "Site",
    "Span",
    "Split",
    "Symbol",
    "SyntaxIndex",
    "Trace",
    "Transform",
    "Trigger",
    "Type",
    "Unknown",
    "Use",
    "Value",
    "Verb",
    "add_keyword",
    "add_parameter",
    "alternatives",
    "are_disjoint",
    "calls",
    "classes",
    "delete",
    "discarded",
    "display_fix",
    "evaluations",
    "first_statement",
    "fresh_name",
    "functions",
    "insert_after",
    "insert_before",
    "insertion_after_imports",
    "is_position_known",
    "lambda_name",
    "loops",
    "may_both_happen",
    "module",
    "nearest_common",
    "nodes",
    "plain_function",
    "position",
    "remove_keyword",
    "rename_keyword",
    "replace",
    "replace_span",
    "rewrite",
    "rule",
    "safe_fix",
    "set_keyword",
    "table",
    "takes_only_keywords",
    "traces",
    "union",
    "unsafe_fix",
    "unwrap",
    "wrap",
]
