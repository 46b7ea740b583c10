"""What is known of Python's own library, NumPy and the libraries of frames."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from mllint_rules.knowledge.facts import AliasFacts, ClassFacts, FunctionFacts
from mllint_rules.knowledge.library import canonical_name, find, find_member, is_described, linear_bases
from mllint_rules.knowledge.stubs import VARIABLE, load_module, qualify, stub_files
from mllint_rules.semantic.annotations import dotted_name
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.types import describe
from mllint_rules.source.reading import read_text

LIBRARIES = (
    "builtins", "collections", "dask", "datetime", "glob", "io", "joblib", "json", "logging", "multiprocessing",
    "numpy", "os", "pandas", "pathlib", "pickle", "polars", "pyspark", "random", "sys", "time", "warnings",
)  # fmt: skip
MODULES = sorted(module for module in stub_files() if module.partition(".")[0] in LIBRARIES)
FRAMES = ("pandas.DataFrame", "pandas.Series")
TYPING = {"typing.Any", "typing.Generic", "typing.Literal", "typing.Self"}
ABSTRACT = {"collections.abc.Iterator", "collections.abc.Sequence"}

SETUP = """
import datetime, glob, io, json, logging, os, pickle, random
from collections import Counter, deque
from pathlib import Path
import dask.dataframe as dd
import numpy as np
import pandas as pd
import polars as pl
from pyspark.sql import DataFrame as SparkFrame, SparkSession, Window, functions as F
df = pd.read_csv("data.csv")
s = df["a"]
groups = df.groupby("a")
a = np.array([1, 2])
rng = np.random.default_rng(0)
old = np.random.RandomState(0)
q = pl.read_csv("data.csv")
lazy = pl.scan_csv("data.csv")
ddf = dd.read_csv("data.csv")
def spark_job(spark: SparkSession, sdf: SparkFrame): ...
"""

PYTHON = [
    ("len(a)", "int"),
    ("sorted([2, 1])", "list[int]"),
    ("input()", "str"),
    ("print('x')", "None"),
    ("isinstance(a, int)", "bool"),
    ("int('3')", "int"),
    ("abs(-1.5)", "float"),
    ("round(1.5)", "int"),
    ("round(1.5, 1)", "float"),
    ("dict(a=1)", "dict"),
    ("'a b'.split()", "list[str]"),
    ("', '.join(['a']).upper()", "str"),
    ("'a'.encode()", "bytes"),
    ("'a'.encode()[0]", "int"),
    ("'a=b'.partition('=')", "tuple[str, str, str]"),
    ("[1].copy()", "list[int]"),
    ("[1].append(2)", "None"),
    ("{'a': 1}.get('a')", "None | int"),
    ("open('f')", "io.TextIOWrapper"),
    ("open('f', 'rb')", "io.BufferedReader"),
    ("open('f', mode='wb')", "io.BufferedWriter"),
    ("open('f').readlines()", "list[str]"),
    ("open('f', 'rb').read()", "bytes"),
    ("io.StringIO().getvalue()", "str"),
    ("os.listdir('.')", "list[str]"),
    ("os.path.join('a', 'b')", "str"),
    ("os.path.splitext('a.b')[1]", "str"),
    ("os.getenv('HOME')", "None | str"),
    ("os.getenv('HOME', '/')", "str"),
    ("os.environ['HOME']", "str"),
    ("glob.glob('*.csv')", "list[str]"),
    ("Path('a').parent.name", "str"),
    ("Path('a').glob('*')", "collections.abc.Iterator[pathlib.Path]"),
    ("Path('a').open()", "io.TextIOWrapper"),
    ("Path('a').read_bytes()", "bytes"),
    ("Path.home()", "pathlib.Path"),
    ("json.dumps({})", "str"),
    ("json.load(open('f'))", "unknown"),
    ("pickle.dumps(a)", "bytes"),
    ("random.random()", "float"),
    ("random.Random(0).randint(1, 6)", "int"),
    ("random.sample(range(9), 3)", "list[int]"),
    ("logging.getLogger(__name__)", "logging.Logger"),
    ("logging.getLogger().getChild('x')", "logging.Logger"),
    ("logging.getLogger().info('x')", "None"),
    ("datetime.datetime.now().strftime('%Y')", "str"),
    ("Counter('aab').most_common(1)", "list[tuple[str, int]]"),
    ("deque([1]).popleft()", "int"),
]

NUMPY = [
    ("a", "numpy.ndarray"),
    ("a.T", "numpy.ndarray"),
    ("a.shape[0]", "int"),
    ("a.reshape(-1, 1).astype(float)", "numpy.ndarray"),
    ("a[1:]", "numpy.ndarray"),
    ("a[0]", "unknown"),
    ("a.mean()", "unknown"),
    ("a.tolist()", "list"),
    ("np.zeros((2, 2))", "numpy.ndarray"),
    ("np.concatenate([a, a])", "numpy.ndarray"),
    ("np.where(a > 1, 0, 1)", "numpy.ndarray"),
    ("np.where(a > 1)", "tuple[numpy.ndarray, ...]"),
    ("np.log(a)", "numpy.ndarray"),
    ("np.log(s)", "pandas.Series"),
    ("np.log(df)", "pandas.DataFrame"),
    ("np.log(1.5)", "unknown"),
    ("np.maximum(a, 0)", "numpy.ndarray"),
    ("np.maximum(s, 0)", "pandas.Series"),
    ("np.allclose(a, a)", "bool"),
    ("np.unique(a)", "numpy.ndarray"),
    ("np.unique(a, return_counts=True)", "tuple[numpy.ndarray, numpy.ndarray]"),
    ("np.linspace(0, 1, retstep=True)[0]", "numpy.ndarray"),
    ("np.linalg.svd(a)[1]", "numpy.ndarray"),
    ("np.linalg.norm(a)", "unknown"),
    ("np.pi", "float"),
    ("np.float64(1)", "numpy.float64"),
    ("np.load('f.npy')", "unknown"),
    ("np.random.rand()", "float"),
    ("np.random.rand(3)", "numpy.ndarray"),
    ("np.random.normal()", "float"),
    ("np.random.normal(0, 1, 3)", "numpy.ndarray"),
    ("np.random.normal(size=a.shape)", "numpy.ndarray"),
    ("np.random.normal(0, 1, size)", "float | numpy.ndarray | unknown"),
    ("np.random.permutation(3)", "numpy.ndarray"),
    ("np.random.shuffle(a)", "None"),
    ("np.random.choice(a)", "unknown"),
    ("np.random.choice(a, 2)", "numpy.ndarray"),
    ("old.randn(2)", "numpy.ndarray"),
    ("rng", "numpy.random.Generator"),
    ("rng.normal(size=2)", "numpy.ndarray"),
    ("rng.bit_generator.seed_seq", "numpy.random.SeedSequence"),
]

PANDAS = [
    ("df", "pandas.DataFrame"),
    ("df['a']", "pandas.Series"),
    ("df[['a', 'b']]", "pandas.DataFrame"),
    ("df[df['a'] > 1]", "pandas.DataFrame"),
    ("df[1:]", "pandas.DataFrame"),
    ("df['a', 'b']", "unknown"),
    ("df[key]", "pandas.DataFrame | pandas.Series | unknown"),
    ("df.head()", "pandas.DataFrame"),
    ("df.shape[0]", "int"),
    ("df.columns", "pandas.Index"),
    ("df.values", "numpy.ndarray"),
    ("df.drop(columns='a')", "pandas.DataFrame"),
    ("df.drop('a', 1)", "pandas.DataFrame"),
    ("df.drop(columns='a', inplace=True)", "None"),
    ("df.drop(columns='a', inplace=flag)", "None | pandas.DataFrame"),
    ("df.fillna(method='ffill')", "pandas.DataFrame"),
    ("df.mean()", "pandas.Series"),
    ("df.mean(axis=1)", "pandas.Series"),
    ("df.mean(axis=None)", "unknown"),
    ("df.isna().sum()", "pandas.Series"),
    ("df.to_csv()", "str"),
    ("df.to_csv('out.csv')", "None"),
    ("df.to_dict('records')", "list[dict]"),
    ("df.to_dict()", "dict"),
    ("df.loc[df['a'] > 1]", "pandas.DataFrame"),
    ("df.loc[0]", "unknown"),
    ("df.iloc[:5]", "pandas.DataFrame"),
    ("s.iloc[:5]", "pandas.Series"),
    ("df.apply(len)", "unknown"),
    ("groups", "pandas.api.typing.DataFrameGroupBy[pandas.Series]"),
    ("groups.mean()", "pandas.DataFrame"),
    ("groups['b']", "pandas.api.typing.SeriesGroupBy[pandas.Series]"),
    ("groups['b'].transform('mean')", "pandas.Series"),
    ("groups['b'].mean()", "pandas.Series"),
    ("df.rolling(3)", "pandas.api.typing.Rolling[pandas.DataFrame]"),
    ("df.resample('D')", "pandas.api.typing.Resampler[pandas.DataFrame]"),
    ("s.str.lower().fillna('')", "pandas.Series"),
    ("s.str.split(',', expand=True)", "pandas.DataFrame"),
    ("s.dt.year", "pandas.Series"),
    ("s.cat.codes", "pandas.Series"),
    ("s.reset_index()", "pandas.DataFrame"),
    ("s.reset_index(drop=True)", "pandas.Series"),
    ("s.to_frame()", "pandas.DataFrame"),
    ("s.map(len)", "pandas.Series"),
    ("s.mean()", "unknown"),
    ("s.tolist()", "list"),
    ("s + 1 > 2", "pandas.Series"),
    ("pd.read_csv('f', chunksize=10)", "pandas.io.parsers.TextFileReader"),
    ("pd.read_csv('f', iterator=True).get_chunk()", "pandas.DataFrame"),
    ("pd.read_excel('f')", "pandas.DataFrame"),
    ("pd.read_excel('f', sheet_name=None)['a']", "pandas.DataFrame"),
    ("pd.read_sql('q', con, chunksize=10)", "collections.abc.Iterator[pandas.DataFrame]"),
    ("pd.read_json('f', typ='series')", "pandas.Series"),
    ("pd.read_pickle('f')", "unknown"),
    ("pd.merge(df, df)", "pandas.DataFrame"),
    ("pd.concat([df, df], axis=1)", "pandas.DataFrame"),
    ("pd.concat([df, df])", "pandas.DataFrame"),
    ("pd.get_dummies(df)", "pandas.DataFrame"),
    ("pd.to_datetime(s)", "pandas.Series"),
    ("pd.to_datetime('2020-01-01')", "pandas.Timestamp"),
    ("pd.to_numeric(s, errors='coerce')", "pandas.Series"),
    ("pd.cut(s, 3)", "pandas.Series"),
    ("pd.isna(df)", "pandas.DataFrame"),
    ("pd.isna(1.5)", "bool"),
    ("pd.NaT", "pandas.api.typing.NaTType"),
    ("pd.Timestamp.now().floor('D')", "pandas.Timestamp"),
    ("pd.date_range('2020', periods=3)", "pandas.DatetimeIndex"),
]

OTHERS = [
    ("q.filter(pl.col('a') > 1)", "polars.DataFrame"),
    ("q['a']", "polars.Series"),
    ("q['a'].to_list()", "list"),
    ("q.columns", "list[str]"),
    ("q.lazy()", "polars.LazyFrame"),
    ("q.to_pandas()", "pandas.DataFrame"),
    ("q.group_by('a').agg(pl.col('b').sum())", "polars.DataFrame"),
    ("q.partition_by('a', as_dict=True)", "dict[unknown, polars.DataFrame]"),
    ("lazy", "polars.LazyFrame"),
    ("lazy.with_columns(pl.lit(1)).collect()", "polars.DataFrame"),
    ("lazy.group_by('a').agg()", "polars.LazyFrame"),
    ("pl.col('a').str.to_lowercase().alias('b')", "polars.Expr"),
    ("pl.when(pl.col('a') > 1).then(1).otherwise(0)", "polars.Expr"),
    ("pl.date_range(1, 2, eager=True)", "polars.Series"),
    ("pl.read_excel('f', sheet_name=['a'])", "unknown"),
    ("ddf", "dask.dataframe.DataFrame"),
    ("ddf['a'].compute()", "pandas.Series"),
    ("ddf.dropna().compute()", "pandas.DataFrame"),
    ("dd.from_pandas(df, npartitions=2)", "dask.dataframe.DataFrame"),
    ("F.col('a').cast('int')", "pyspark.sql.Column"),
    ("Window.partitionBy('a').orderBy('b')", "pyspark.sql.WindowSpec"),
]


def inferred(expression: str) -> str:
    document = read_text(f"{SETUP}\n{expression}\n", "module.py")
    tree = ast.parse(document.text)
    last = tree.body[-1]
    assert isinstance(last, ast.Expr)
    return describe(SemanticModel(document, tree).type_of(last.value))


@pytest.mark.parametrize(("expression", "expected"), PYTHON + NUMPY + PANDAS + OTHERS)
def test_what_an_expression_is(expression: str, expected: str) -> None:
    assert inferred(expression) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("spark.read.option('header', True).csv('f')", "pyspark.sql.DataFrame"),
        ("spark.sql('select 1').filter('a').toPandas()", "pandas.DataFrame"),
        ("sdf['a'] + 1", "pyspark.sql.Column"),
        ("sdf.groupBy('a').count()", "pyspark.sql.DataFrame"),
        ("sdf.count()", "int"),
        ("sdf.collect()[0]", "pyspark.sql.Row"),
        ("sdf.write.mode('overwrite').parquet('f')", "None"),
    ],
)
def test_what_spark_gives(body: str, expected: str) -> None:
    document = read_text(f"{SETUP}\ndef job(spark: SparkSession, sdf: SparkFrame):\n    {body}\n", "job.py")
    tree = ast.parse(document.text)
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    last = function.body[-1]
    assert isinstance(last, ast.Expr)
    assert describe(SemanticModel(document, tree).type_of(last.value)) == expected


@pytest.mark.parametrize(
    ("api", "parameters"),
    [
        ("pandas.DataFrame.drop", ["labels", "axis", "index", "columns", "level", "inplace", "errors"]),
        ("pandas.DataFrame.merge", ["right", "how", "on", "left_on", "right_on"]),
        (
            "pandas.read_csv",
            ["filepath_or_buffer", "sep", "delimiter", "header", "names", "index_col", "usecols"],
        ),
        ("pandas.to_datetime", ["arg", "errors", "dayfirst"]),
        ("numpy.random.normal", ["loc", "scale", "size"]),
        ("numpy.random.Generator.choice", ["a", "size", "replace", "p", "axis", "shuffle"]),
        ("numpy.load", ["file", "mmap_mode", "allow_pickle", "fix_imports", "encoding"]),
        ("polars.DataFrame.join", ["other", "on", "how"]),
        ("random.choices", ["population", "weights"]),
        ("logging.Logger.info", ["msg"]),
        (
            "builtins.open",
            ["file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"],
        ),
    ],
)
def test_positional_parameters_stand_in_their_order(api: str, parameters: list[str]) -> None:
    known = find(api)
    assert isinstance(known, FunctionFacts)
    widest = max(known.signatures, key=lambda signature: len(signature.parameters))
    assert [parameter.name for parameter in widest.positional][: len(parameters)] == parameters


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("pandas.core.frame.DataFrame", "pandas.DataFrame"),
        ("pandas.core.groupby.generic.SeriesGroupBy", "pandas.api.typing.SeriesGroupBy"),
        ("pandas.io.parsers.readers.TextFileReader", "pandas.io.parsers.TextFileReader"),
        ("numpy.random.mtrand.RandomState", "numpy.random.RandomState"),
        ("numpy.random._generator.Generator", "numpy.random.Generator"),
        ("polars.lazyframe.frame.LazyFrame", "polars.LazyFrame"),
        ("pyspark.sql.dataframe.DataFrame", "pyspark.sql.DataFrame"),
        ("cPickle.load", "pickle.load"),
        ("io.open", "builtins.open"),
        ("builtins.IOError", "builtins.OSError"),
        ("posixpath.join", "os.path.join"),
    ],
)
def test_private_paths_lead_to_the_public_name(written: str, canonical: str) -> None:
    assert canonical_name(written) == canonical
    assert find(canonical) is not None


def test_bases() -> None:
    assert linear_bases("pandas.DataFrame") == ("pandas.DataFrame", "pandas.core.generic.NDFrame")
    assert linear_bases("builtins.bool") == ("builtins.bool", "builtins.int")
    assert linear_bases("builtins.FileNotFoundError")[1:] == (
        "builtins.OSError",
        "builtins.Exception",
        "builtins.BaseException",
    )
    assert "datetime.datetime" in linear_bases("pandas.Timestamp")


@pytest.mark.parametrize("class_name", FRAMES)
def test_what_older_releases_had_is_still_known(class_name: str) -> None:
    for method in ("append", "iteritems", "mad"):
        assert isinstance(find_member(class_name, method), FunctionFacts)


@pytest.mark.parametrize("module", MODULES)
def test_names_of_a_stub_lead_somewhere(module: str) -> None:
    facts = load_module(module)
    assert facts
    lost = [
        name
        for name, known in facts.items()
        if isinstance(known, AliasFacts) and not _leads_somewhere(canonical_name(f"{module}.{name}"))
    ]
    assert lost == []


@pytest.mark.parametrize("module", MODULES)
def test_annotations_of_a_stub_name_described_classes(module: str) -> None:
    names = load_module(module)
    assert names is not None
    unknown = {
        text for text in _annotation_names(module) if not _is_class(canonical_name(qualify(text, module)))
    }
    assert unknown == set()


def _leads_somewhere(name: str) -> bool:
    parent = name.rpartition(".")[0]
    return is_described(name) or find(name) is not None or not is_described(parent)


def _is_class(name: str) -> bool:
    is_variable = name.startswith(VARIABLE)
    return is_variable or name in TYPING or name in ABSTRACT or isinstance(find(name), ClassFacts)


def _annotation_names(module: str) -> Iterator[str]:
    tree = ast.parse(Path(stub_files()[module]).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from _names(node.returns)
        elif isinstance(node, ast.arg | ast.AnnAssign):
            yield from _names(node.annotation)
        elif isinstance(node, ast.ClassDef):
            for base in node.bases:
                yield from _names(base)


def _names(annotation: ast.expr | None) -> Iterator[str]:
    """The dotted names in an annotation, without what stands in a `Literal`."""
    if isinstance(annotation, ast.Name | ast.Attribute):
        text = dotted_name(annotation)
        assert text is not None
        yield text
    elif isinstance(annotation, ast.BinOp):
        yield from _names(annotation.left)
        yield from _names(annotation.right)
    elif isinstance(annotation, ast.Subscript):
        head = dotted_name(annotation.value)
        assert head is not None
        yield head
        if head != "Literal":
            yield from _names(annotation.slice)
    elif isinstance(annotation, ast.Tuple):
        for element in annotation.elts:
            yield from _names(element)
