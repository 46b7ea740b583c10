"""A tracked training without its hyperparameters is a score that nobody can get again.

## Why is this bad?

The run page shows how good the model was and not how it was made. Two runs can be compared by their curves only, the
better one cannot be repeated, and a search over settings leaves a list of numbers without settings.

## When to ignore it

The parameters reach the run by another way: a callback or trainer that logs them by itself (Lightning, Transformers,
Ultralytics), `autolog`, a sweep, the command line that ClearML and Comet read, or a function of the project. Runs that
only evaluate a model are left alone.

## Fix safety

More is sent to the tracker. The fix takes what is at hand: `get_params()` of the estimator, or the parsed
arguments. Where the command line takes something that looks like a secret, no fix is offered.

## References

- `mlflow.log_params`, `wandb.init(config=…)`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    HERE,
    BindingKind,
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FunctionNode,
    Practice,
    add_keyword,
    calls,
    insert_before,
    position,
    rule,
    table,
    unsafe_fix,
)

_FACTS = table("trackers")["parameters"]
_ESTIMATORS = ("sklearn.base.BaseEstimator", "xgboost.XGBModel", "lightgbm.LGBMModel")
_SECRETS = ("token", "secret", "password", "passwd", "api_key", "api-key", "apikey", "credential")
# Trackers that read the command line by themselves.
_READ_ARGUMENTS = ("clearml.Task.init", "comet_ml.Experiment", "comet_ml.start")


@rule(
    code="MLO114",
    name="unlogged-hyperparameters",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*_FACTS["openers"]),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import mlflow
                from sklearn.ensemble import RandomForestClassifier


                def train(features, target):
                    model = RandomForestClassifier(n_estimators=200)
                    with mlflow.start_run():
                        model.fit(features, target)
                        mlflow.log_metric("score", model.score(features, target))
                """,
            good="""
                import mlflow
                from sklearn.ensemble import RandomForestClassifier


                def train(features, target):
                    model = RandomForestClassifier(n_estimators=200)
                    with mlflow.start_run():
                        mlflow.log_params(model.get_params())
                        model.fit(features, target)
                        mlflow.log_metric("score", model.score(features, target))
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or any(ctx.imports(library) for library in _FACTS["callbacks"]):
        return
    if any(not _is_nothing(call.argument(name), ctx) for name in _FACTS["keywords"]):
        return
    api = next(api for api in _FACTS["openers"] if call.matches(frozenset({api})))
    if _continues(call, ctx) or _logs_parameters(ctx) or (api in _READ_ARGUMENTS and _has_arguments(ctx)):
        return
    function = ctx.function_of(call.node)
    fits = [node for node in _calls_in(function, ctx) if _trains(node, ctx)]
    if not fits or _calls_project(function, ctx):
        return
    yield Finding(
        call.node,
        f"`{ctx.source(call.node.func)}` opens a run for a training whose hyperparameters are nowhere logged",
        fix=partial(_repair, call, api, fits, ctx),
    )


def _is_nothing(node: ast.expr | None, ctx: Context) -> bool:
    return node is None or ctx.value_of(node) is None


def _continues(call: Call, ctx: Context) -> bool:
    """Whether a call goes on with a run that is there, which may have its parameters."""
    return any(
        not _is_nothing(call.argument(name), ctx)
        for name in ("run_id", "id", "with_id", "experiment_key", "run_hash", "resume", "sync_tensorboard")
    )


def _logs_parameters(ctx: Context) -> bool:
    """Whether the module gives any run parameters, in any way."""
    return ctx.once(_logs_parameters_somewhere)


def _logs_parameters_somewhere(ctx: Context) -> bool:
    if not ctx.model.call_names.isdisjoint(_FACTS["calls"]):
        return True
    # `wandb.config.update(…)`, `run.config["lr"] = …`, callbacks of a tracker
    for node in ctx.model.index.nodes(ast.Attribute):
        if node.attr == "config" and (
            (isinstance(node.value, ast.Name) and node.value.id in ("wandb", "run"))
            or ctx.is_a(node.value, "wandb.Run")
        ):
            return True
    # `WandbCallback()`, `MLFlowLogger()`
    if any(name[:1].isupper() and name.endswith(("Callback", "Logger")) for name in ctx.model.call_names):
        return True
    # `run["parameters"] = …` of Neptune and Aim
    return any(
        isinstance(target, ast.Subscript) and ctx.is_a(target.value, "neptune.Run", "aim.Run")
        for node in (
            ctx.model.index.nodes(ast.Assign) if ctx.imports("neptune") or ctx.imports("aim") else ()
        )
        for target in node.targets
    )


def _has_arguments(ctx: Context) -> bool:
    """Whether the program has a command line that the tracker reads."""
    return (
        ctx.imports("argparse")
        or ctx.imports("click")
        or ctx.imports("fire")
        or ctx.is_used_elsewhere("argparse")
    )


def _calls_in(function: FunctionNode | None, ctx: Context) -> list[ast.Call]:
    """The calls of a function (or of the module), and of the functions of the module that it calls by name."""
    scope = function or ctx.model.tree
    found = [node for node in ctx.model.own_nodes(scope) if isinstance(node, ast.Call)]
    for node in list(found):
        name = ctx.called(node) or ""
        called = ctx.model.functions.get(name)
        if called is not None and called is not function:
            found += [inner for inner in ctx.model.own_nodes(called) if isinstance(inner, ast.Call)]
    return sorted(found, key=position)


def _trains(node: ast.Call, ctx: Context) -> bool:
    function = node.func
    if not isinstance(function, ast.Attribute):
        return ctx.called(node) in ("xgboost.train", "lightgbm.train")
    if function.attr == "backward":
        return ctx.is_a(function.value, "torch.Tensor")
    if function.attr not in ("fit", "train_on_batch"):
        return ctx.called(node) in ("xgboost.train", "lightgbm.train")
    return ctx.is_a(function.value, *_ESTIMATORS, "keras.Model", "catboost.CatBoost")


def _calls_project(function: FunctionNode | None, ctx: Context) -> bool:
    """Whether code of other modules is called, in a project that logs parameters somewhere."""
    if ctx.project is None or not any(ctx.is_used_elsewhere(name) for name in _FACTS["calls"][:6]):
        return False
    return any(
        name is not None and not name.startswith(HERE) and ctx.model.resolve(name) is not None
        for name in (ctx.called(node) for node in _calls_in(function, ctx))
    )


def _repair(call: Call, api: str, fits: list[ast.Call], ctx: Context) -> FixPlan | None:
    settings = _settings_at(call.node, ctx)
    if api == "wandb.init":
        return (
            None
            if settings is None
            else unsafe_fix("Pass the settings", add_keyword(call, "config", settings))
        )
    if api != "mlflow.start_run":
        return None
    fit = fits[0]
    if ctx.function_of(fit) is not ctx.function_of(call.node) or position(fit) < position(call.node):
        return None
    owner = fit.func.value if isinstance(fit.func, ast.Attribute) else None
    first = _first_in_run(call, fit, ctx)
    if isinstance(owner, ast.Name) and ctx.is_a(owner, *_ESTIMATORS):
        if any(position(binding.node) > position(first) for binding in ctx.definitions(owner)):
            return None  # a model of each round: there is no one set of parameters
        settings = f"{owner.id}.get_params()"
    if settings is None:
        return None
    mlflow = ctx.reach("mlflow")
    return unsafe_fix(
        "Log the hyperparameters",
        *mlflow.verbs,
        insert_before(first, f"{mlflow.text}.log_params({settings})"),
    )


def _first_in_run(call: Call, fit: ast.Call, ctx: Context) -> ast.stmt:
    """The statement of the run's block that trains: parameters are logged once, before a loop around the training."""
    parent = ctx.parent(call.node)
    block = ctx.parent(parent).body if isinstance(parent, ast.withitem) else None  # type: ignore[union-attr]
    statement: ast.stmt = ctx.statement(fit)
    for around in (statement, *ctx.ancestors(statement)):
        if isinstance(around, ast.stmt) and (
            around in block
            if block is not None
            else ctx.parent(around) is ctx.parent(ctx.statement(call.node))
        ):
            return around
    return statement


def _settings_at(node: ast.AST, ctx: Context) -> str | None:
    """The parsed arguments or the dataclass of settings that are in scope at a node, as a mapping."""
    scopes = ctx.model.names.scopes
    here = scopes.scope_of(node).frame
    for scope in dict.fromkeys((here, scopes.module)):
        for name, bindings in scope.bindings.items():
            if len(bindings) != 1 or scopes.lookup(name, here) is not scope:
                continue
            line = getattr(bindings[0].node, "lineno", 0)
            if line >= getattr(node, "lineno", 0) and bindings[0].kind is not BindingKind.PARAMETER:
                continue
            if ctx.model.is_instance(ctx.model.inference.binding_type(bindings[0]), "argparse.Namespace"):
                return None if _takes_secrets(ctx) else f"vars({name})"
    return None


def _takes_secrets(ctx: Context) -> bool:
    """Whether the command line has an option that looks like a secret, or is not to be seen here."""
    options = ctx.model.index.calls.get("add_argument", ())
    if not options:
        return True
    return any(
        word in str(argument.value).lower()
        for option in options
        for argument in option.args
        if isinstance(argument, ast.Constant)
        for word in _SECRETS
    )
