"""The tables on data flow: what fitting learns, what happens to rows. Names exist, kinds are valid."""

from __future__ import annotations

from collections import Counter

import pytest

from mllint_rules.knowledge import estimators, rows
from mllint_rules.knowledge.estimators import learns
from mllint_rules.knowledge.facts import ClassFacts, FunctionFacts, Signature
from mllint_rules.knowledge.library import canonical_name, find, find_member
from mllint_rules.knowledge.rows import row_facts
from mllint_rules.knowledge.tables import table

LEARNS: dict[str, str] = table("estimators")["learns"]
ROWS = table("rows")
LISTED = [f"{owner}.{name}" for kind in rows.KINDS for owner, names in ROWS[kind].items() for name in names]
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
    assert set(LEARNS.values()) == set(estimators.KINDS)


def test_resamplers_resample_and_the_others_fit_or_adapt() -> None:
    methods = {
        name: "fit_resample" if kind.startswith("resampler") else "fit" for name, kind in LEARNS.items()
    }
    lost = [name for name, method in methods.items() if not find_member(name, method)]
    assert [name for name in lost if not name.startswith("keras.")] == []


def test_tables_on_rows_have_no_other_parts() -> None:
    assert set(ROWS) == {*rows.KINDS, "when", "along_columns", "axis", "data", "splits", "in_place"}


def test_names_in_the_table_on_rows_are_described_under_their_one_name() -> None:
    names = {name.removesuffix(".*") for name in [*LISTED, *REFINED]}
    assert sorted(name for name in names if canonical_name(name) != name) == []
    assert sorted(name for name in names if find(name) is None) == []


def test_a_name_has_one_kind() -> None:
    assert [name for name, count in Counter(LISTED).items() if count > 1] == []


def test_refined_names_have_facts() -> None:
    assert [name for name in REFINED if row_facts(name) is None] == []


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
            assert line["kind"] in rows.KINDS
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
    assert learns(class_name) == kind


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
        ("pandas.core.strings.accessor.StringMethods.no_such_method", None),
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
    facts = row_facts(api)
    assert (facts.kind if facts else None) == kind


def test_conditions_come_with_the_method_of_a_base() -> None:
    shift = row_facts("pandas.Series.shift")
    assert shift is not None
    future = [c for c in shift.conditions if c.is_negative]
    assert [(c.argument, c.kind) for c in future] == [("periods", "window:future")]
    mean = row_facts("pandas.DataFrame.mean")
    assert mean is not None
    assert [(c.argument, c.literals, c.kind) for c in mean.conditions] == [("axis", (1, "columns"), "same")]


def test_joins_say_which_argument_turns_them() -> None:
    concat = row_facts("pandas.concat")
    assert concat is not None
    assert concat.direction is not None
    assert (concat.direction.argument, concat.direction.default) == ("axis", 0)
    assert concat.direction.columns == (1, "columns")
    assert concat.data == ("objs",)


def test_splits_and_shuffles_in_place() -> None:
    split = row_facts("datasets.Dataset.train_test_split")
    assert split is not None
    assert (split.gives, split.names) == ("names", ("train", "test"))
    shuffle = row_facts("numpy.random.shuffle")
    assert shuffle is not None
    assert shuffle.is_in_place
