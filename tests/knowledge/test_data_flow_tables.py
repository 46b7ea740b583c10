"""The tables on data flow: what fitting learns, what happens to rows. Names exist, kinds are valid."""

from __future__ import annotations

from collections import Counter

import pytest

from mllint_rules.knowledge.facts import ClassFacts, FunctionFacts, Signature
from mllint_rules.knowledge.library import canonical_name, find, find_member, linear_bases
from mllint_rules.knowledge.tables import table
from mllint_rules.semantic.provenance.facts import known_effect, refined
from mllint_rules.semantic.provenance.learners import kind_of_class

LEARNS: dict[str, str] = table("estimators")["learns"]
FITTED_WHEN_MADE: dict[str, str] = table("learner_functions")["fitted_when_made"]
LEARNT = {
    "statistics", "target", "categories", "nothing", "clusters", "outliers", "resampler:over", "resampler:under",
    "resampler:clean", "resampler:both", "wraps",
}  # fmt: skip
ROWS = table("rows")
KINDS = {
    "same", "fewer", "sample", "order", "reshape", "statistic", "fit", "window", "window:future", "group",
    "group:transform", "bins", "dummies", "mix:rows", "mix:columns", "load", "synthetic", "copies", "split:random",
    "split:stratified", "split:group", "split:kfold", "split:time", "split:order", "split:given",
}  # fmt: skip
REFINEMENTS = {"when", "along_columns", "axis", "data", "splits", "in_place"}
LISTED = [f"{owner}.{name}" for kind in KINDS for owner, names in ROWS[kind].items() for name in names]
REFINED = [api for part in ("when", "axis", "data", "splits") for api in ROWS[part]]
REFINED += [f"{owner}.{name}" for owner, names in ROWS["in_place"].items() for name in names]
REFINED += [
    f"{owner}.{name}"
    for block in ROWS["along_columns"]
    for owner, names in block.items()
    if owner not in ("argument", "is")
    for name in names
]


def signatures_of(api: str) -> tuple[Signature, ...]:
    known = find(api)
    if isinstance(known, ClassFacts):
        known = find_member(known.name, "__init__")
    assert isinstance(known, FunctionFacts), api
    return known.signatures


def takes(api: str, parameter: str) -> bool:
    name = parameter.lstrip("*")
    return parameter == "self" or any(
        (signature.has_kwargs if parameter.startswith("**") else signature.has_varargs)
        if parameter.startswith("*")
        else name in signature.by_name
        for signature in signatures_of(api)
    )


def test_learning_classes_are_described_under_their_one_name() -> None:
    assert [name for name in LEARNS if canonical_name(name) != name] == []
    assert [name for name in LEARNS if not isinstance(find(name), ClassFacts)] == []


def test_what_is_learnt_is_one_of_the_kinds() -> None:
    assert set(LEARNS.values()) == LEARNT


def test_resamplers_resample_and_the_others_fit_or_adapt() -> None:
    methods = {
        name: "fit_resample" if kind.startswith("resampler") else "fit"
        for name, kind in LEARNS.items()
        if name not in FITTED_WHEN_MADE
    }
    lost = [name for name, method in methods.items() if not find_member(name, method)]
    assert [name for name in lost if not name.startswith("keras.")] == []


def test_what_is_fitted_when_made_takes_its_data_then() -> None:
    assert [api for api, parameter in FITTED_WHEN_MADE.items() if not takes(api, parameter)] == []
    assert set(FITTED_WHEN_MADE) <= set(LEARNS)


def test_tables_on_rows_have_no_other_parts() -> None:
    assert set(ROWS) == KINDS | REFINEMENTS


def test_names_in_the_table_on_rows_are_described_under_their_one_name() -> None:
    names = {name.removesuffix(".*") for name in [*LISTED, *REFINED]}
    assert sorted(name for name in names if canonical_name(name) != name) == []
    assert sorted(name for name in names if find(name) is None) == []


def test_a_name_has_one_kind() -> None:
    assert [name for name, count in Counter(LISTED).items() if count > 1] == []


def test_names_are_refined_that_have_a_kind() -> None:
    known = {*LISTED, *ROWS["when"]}
    assert [name for name in REFINED if name not in known] == []


def test_arguments_in_the_table_on_rows_are_parameters() -> None:
    named = [(api, name) for api, names in ROWS["data"].items() for name in names]
    named += [(api, line["argument"]) for api, lines in ROWS["when"].items() for line in lines]
    named += [(api, axis["argument"]) for api, axis in ROWS["axis"].items()]
    named += [
        (f"{owner}.{name}", block["argument"])
        for block in ROWS["along_columns"]
        for owner, names in block.items()
        if owner not in ("argument", "is")
        for name in names
    ]
    assert [(api, name) for api, name in named if not takes(api, name)] == []


def test_conditions_name_a_kind_and_one_way_to_hold() -> None:
    for lines in ROWS["when"].values():
        for line in lines:
            assert line["kind"] in KINDS
            assert len({"is", "negative", "given"} & set(line)) == 1


def test_splits_say_what_they_give() -> None:
    assert {split["gives"] for split in ROWS["splits"].values()} == {"pairs", "parts", "folds", "names"}


@pytest.mark.parametrize(
    ("class_name", "kind"),
    [
        ("sklearn.preprocessing.StandardScaler", "statistics"),
        ("sklearn.feature_selection.SelectKBest", "target"),
        ("sklearn.preprocessing.OneHotEncoder", "categories"),
        ("sklearn.preprocessing.FunctionTransformer", "nothing"),
        ("sklearn.cluster.MiniBatchKMeans", "clusters"),
        ("imblearn.over_sampling.SMOTE", "resampler:over"),
        ("imblearn.pipeline.Pipeline", "wraps"),
        ("sklearn.linear_model.LogisticRegression", None),
        ("category_encoders.TargetEncoder", "target"),
        ("keras.layers.Normalization", "statistics"),
        ("numpy.ndarray", None),
    ],
)
def test_what_fitting_learns(class_name: str, kind: str | None) -> None:
    assert kind_of_class(linear_bases(class_name)) == (kind or "")


def effect_of(api: str, **literals: object) -> str | None:
    """What a call of a function or method does to rows, with these arguments."""
    owner, _, name = api.rpartition(".")
    effect = known_effect([f"{base}.{name}" for base in linear_bases(owner)])
    return None if effect is None else refined(*effect, literals.get)


@pytest.mark.parametrize(
    ("api", "kind"),
    [
        ("pandas.DataFrame.astype", "same"),
        ("pandas.DataFrame.dropna", "fewer"),
        ("pandas.DataFrame.sample", "sample"),
        ("pandas.Series.mean", "statistic"),
        ("pandas.core.strings.accessor.StringMethods.lower", "same"),
        ("pandas.core.strings.accessor.StringMethods.get_dummies", "dummies"),
        ("pandas.DatetimeIndex.year", "same"),
        ("pandas.DatetimeIndex.unique", "fewer"),
        ("pandas.api.typing.SeriesGroupBy.transform", "group:transform"),
        ("numpy.log1p", "same"),
        ("scipy.sparse.csr_matrix.toarray", "same"),
        ("sklearn.model_selection.StratifiedKFold.split", "split:stratified"),
        ("sklearn.model_selection.ShuffleSplit.split", "split:random"),
        ("sklearn.model_selection.TimeSeriesSplit.split", "split:time"),
        ("torchvision.datasets.MNIST", "load"),
        ("pandas.DataFrame.pipe", None),
        ("os.path.join", None),
    ],
)
def test_what_happens_to_rows(api: str, kind: str | None) -> None:
    assert effect_of(api) == kind


@pytest.mark.parametrize(
    ("api", "literals", "kind"),
    [
        ("pandas.Series.shift", {"periods": 1}, "window"),
        ("pandas.Series.shift", {"periods": -1}, "window:future"),
        ("pandas.DataFrame.mean", {"axis": 1}, "same"),
        ("pandas.DataFrame.mean", {"axis": 0}, "statistic"),
        ("pandas.DataFrame.drop", {"columns": "a"}, "same"),
        ("pandas.DataFrame.drop", {"index": 0}, "fewer"),
        ("pandas.DataFrame.fillna", {"method": "bfill"}, "window:future"),
        ("polars.Series.fill_null", {"strategy": "mean"}, "fit"),
        ("sklearn.model_selection.train_test_split", {"shuffle": False}, "split:order"),
        ("sklearn.model_selection.train_test_split", {"stratify": "y"}, "split:stratified"),
        ("torch.mean", {"dim": -1}, "same"),
    ],
)
def test_an_argument_may_change_what_happens(api: str, literals: dict[str, object], kind: str) -> None:
    assert effect_of(api, **literals) == kind
