"""What is known of statistics, time series, JAX, language models, trackers, tuners and plots: types and parameters."""

from __future__ import annotations

import ast
import subprocess
import sys
import textwrap

import pytest

from mllint_rules.knowledge.library import canonical_name, find, linear_bases
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.types import describe
from mllint_rules.source.reading import read_text

PRELUDE = """
import anthropic, category_encoders as ce, comet_ml, dask.array as da, evaluate, flax.linen as fnn, hyperopt, jax
import jax.numpy as jnp, lightgbm as lgb, matplotlib.pyplot as plt, neptune, nltk, numpy as np, openai, optax
import pandas as pd, ray, seaborn as sns, statsmodels.api as sm, statsmodels.formula.api as smf
import tensorflow as tf, tensorflow_datasets as tfds, xgboost as xgb
from catboost import CatBoostClassifier, Pool
from feature_engine.encoding import MeanEncoder
from flax.training.train_state import TrainState
from imblearn.over_sampling import SMOTE
from langchain_openai import ChatOpenAI
from pyspark.ml import Pipeline
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import StringIndexer
from ray import tune
from scipy import ndimage, optimize, signal, sparse, spatial
from sentence_transformers import CrossEncoder, SentenceTransformer
from statsmodels.stats.outliers_influence import variance_inflation_factor
from statsmodels.tsa.arima.model import ARIMA
df = pd.DataFrame()
y = df["y"]
a = np.zeros(3)
j = jnp.zeros(3)
client = openai.OpenAI()
"""


def model_of(code: str) -> SemanticModel:
    document = read_text(PRELUDE + textwrap.dedent(code), "module.py")
    return SemanticModel(document, ast.parse(document.text))


def type_of(code: str) -> str:
    """The type of the last line, an expression."""
    model = model_of(code)
    last = model.tree.body[-1]
    assert isinstance(last, ast.Expr)
    return describe(model.type_of(last.value))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("sm.add_constant(df)", "pandas.DataFrame"),
        ("sm.OLS(y, df).fit()", "statsmodels.api.RegressionResults"),
        ("sm.OLS(y, df).fit().rsquared", "float"),
        ("smf.logit('y ~ x', df).fit()", "statsmodels.api.DiscreteResults"),
        ("ARIMA(y, order=(1, 1, 1)).fit()", "statsmodels.tsa.api.TimeSeriesResults"),
        ("variance_inflation_factor(a, 0)", "float"),
        ("optimize.minimize(f, a).x", "numpy.ndarray"),
        ("signal.savgol_filter(a, 5, 2)", "numpy.ndarray"),
        ("sparse.csr_matrix(a).tocsc()", "scipy.sparse.csc_matrix"),
        ("spatial.distance.cdist(a, a)", "numpy.ndarray"),
        ("ce.TargetEncoder().fit(df, y)", "category_encoders.TargetEncoder"),
        ("MeanEncoder().fit_transform(df, y)", "pandas.DataFrame"),
        ("SMOTE().fit_resample(df, y)[1]", "pandas.Series"),
        ("xgb.XGBClassifier().fit(df, y).predict(df)", "numpy.ndarray"),
        ("xgb.train({}, xgb.DMatrix(df)).predict(xgb.DMatrix(df))", "numpy.ndarray"),
        ("lgb.LGBMClassifier().fit(df, y).predict(df)", "numpy.ndarray"),
        ("lgb.LGBMClassifier().predict(df, pred_contrib=True)", "unknown"),
        ("lgb.train({}, lgb.Dataset(df))", "lightgbm.Booster"),
        ("CatBoostClassifier().fit(Pool(df, y)).predict(df)", "numpy.ndarray"),
        ("j", "jax.Array"),
        ("j.sum() + 1", "jax.Array"),
        ("jnp.where(j > 0, j, 0)", "jax.Array"),
        ("jax.random.normal(jax.random.PRNGKey(0), (3,))", "jax.Array"),
        ("fnn.Dense(3)(j)", "jax.Array"),
        ("optax.adam(1e-3)", "optax.GradientTransformation"),
        ("optax.adam(1e-3).update(g, s)", "tuple[unknown, unknown]"),
        ("TrainState.create(apply_fn=f, params=p, tx=t).apply_gradients(grads=g)",
         "flax.training.train_state.TrainState"),
        ("client.chat.completions.create(model='m', messages=[])", "openai.types.chat.ChatCompletion"),
        ("client.chat.completions.create(model='m', messages=[]).choices[0].message.content", "None | str"),
        ("client.chat.completions.create(model='m', messages=[], stream=True)",
         "collections.abc.Iterator"),
        ("client.embeddings.create(model='m', input='t').data[0].embedding", "list[float]"),
        ("anthropic.Anthropic().messages.create(model='m', max_tokens=9, messages=[])", "anthropic.types.Message"),
        ("ChatOpenAI(model='m').invoke('hi')", "langchain_core.messages.AIMessage"),
        ("SentenceTransformer('m').encode(['a'])", "numpy.ndarray"),
        ("SentenceTransformer('m').encode(['a'], convert_to_tensor=True)", "torch.Tensor"),
        ("CrossEncoder('m').predict([('a', 'b')])", "numpy.ndarray"),
        ("evaluate.load('f1').compute(predictions=p, references=r)", "dict[str, unknown]"),
        ("neptune.init_run()['a/b'].append(1)", "None"),
        ("comet_ml.Experiment().get_key()", "str"),
        ("comet_ml.start()", "comet_ml.Experiment"),
        ("tune.Tuner(f).fit().get_best_result()", "ray.train.Result"),
        ("tune.Tuner(f).fit().get_best_result().metrics", "dict[str, unknown]"),
        ("hyperopt.Trials().best_trial", "dict[str, unknown]"),
        ("da.from_array(a).mean(axis=0).compute()", "numpy.ndarray"),
        ("Pipeline(stages=[]).fit(d)", "pyspark.ml.PipelineModel"),
        ("Pipeline(stages=[]).fit(d).transform(d)", "pyspark.sql.DataFrame"),
        ("StringIndexer(inputCol='a').fit(d)", "pyspark.ml.feature.StringIndexerModel"),
        ("BinaryClassificationEvaluator().evaluate(d)", "float"),
        ("fig, ax = plt.subplots()\nax", "matplotlib.axes.Axes"),
        ("fig, ax = plt.subplots(2, 2)\nfig", "matplotlib.figure.Figure"),
        ("sns.heatmap(df)", "matplotlib.axes.Axes"),
        ("nltk.word_tokenize('a b')", "list[str]"),
        ("tf.image.resize(x, [2, 2])", "tensorflow.Tensor"),
        ("tf.keras.utils.image_dataset_from_directory('d')", "tensorflow.data.Dataset"),
        ("tf.keras.utils.image_dataset_from_directory('d', subset='both', validation_split=0.1, seed=1)[1]",
         "tensorflow.data.Dataset"),
        ("tf.keras.layers.Normalization().adapt(a)", "None"),
        ("tf.keras.layers.StringLookup().get_vocabulary()", "list"),
        ("tf.data.Dataset.range(9).take(3).skip(1).shard(2, 0).prefetch(tf.data.AUTOTUNE)",
         "tensorflow.data.Dataset"),
        ("tfds.load('mnist', split='train')", "tensorflow.data.Dataset"),
        ("tfds.load('mnist', split=['train', 'test'])", "unknown"),
        ("tfds.load('mnist')", "unknown"),
    ],
)  # fmt: skip
def test_type_of_an_expression(code: str, expected: str) -> None:
    assert type_of(code) == expected


@pytest.mark.parametrize(
    ("code", "parameter", "expected"),
    [
        ("client.chat.completions.create(model='m', messages=[], temperature=0)", "temperature", "0"),
        ("smf.ols('y ~ x', df)", "data", "df"),
        ("jax.random.split(key, 3)", "num", "3"),
        ("plt.subplots(2, 3)", "ncols", "3"),
        ("tune.run(f, num_samples=3)", "num_samples", "3"),
        ("hyperopt.fmin(f, space, algo)", "algo", "algo"),
        ("SentenceTransformer('m').encode(['a'], batch_size=8)", "batch_size", "8"),
        ("xgb.train(p, d, 10, callbacks=[c])", "callbacks", "[c]"),
    ],
)
def test_argument_is_found_by_the_name_of_its_parameter(
    code: str, parameter: str, expected: str | None
) -> None:
    model = model_of(code)
    last = model.tree.body[-1]
    assert isinstance(last, ast.Expr)
    assert isinstance(last.value, ast.Call)
    value = model.call(last.value).argument(parameter)
    assert (value and ast.unparse(value)) == expected


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("statsmodels.regression.linear_model.OLS", "statsmodels.api.OLS"),
        ("statsmodels.tsa.statespace.sarimax.SARIMAX", "statsmodels.tsa.api.SARIMAX"),
        ("category_encoders.target_encoder.TargetEncoder", "category_encoders.TargetEncoder"),
        ("feature_engine.missing_data_imputers.MeanMedianImputer", "feature_engine.imputation.MeanMedianImputer"),
        ("imblearn.over_sampling._smote.base.SMOTE", "imblearn.over_sampling.SMOTE"),
        ("lightgbm.sklearn.LGBMClassifier", "lightgbm.LGBMClassifier"),
        ("xgboost.sklearn.XGBRegressor", "xgboost.XGBRegressor"),
        ("xgboost.callback.EarlyStopping", "xgboost.callback.EarlyStopping"),
        ("catboost.core.Pool", "catboost.Pool"),
        ("keras.api.layers.Dense", "keras.layers.Dense"),
        ("keras.src.layers.core.dense.Dense", "keras.layers.Dense"),
        ("tensorflow.python.keras.layers.core.Dense", "keras.layers.Dense"),
        ("torch.distributions.normal.Normal", "torch.distributions.Normal"),
        ("torchmetrics.classification.accuracy.Accuracy", "torchmetrics.classification.Accuracy"),
        ("flax.linen.linear.Dense", "flax.linen.Dense"),
        ("jax.numpy.ndarray", "jax.Array"),
        ("langchain.chat_models.ChatOpenAI", "langchain_openai.ChatOpenAI"),
        ("langchain.schema.HumanMessage", "langchain_core.messages.HumanMessage"),
        ("neptune.new.init_run", "neptune.init_run"),
        ("sklearn.grid_search.GridSearchCV", "sklearn.model_selection.GridSearchCV"),
        ("sklearn.externals.joblib.dump", "joblib.dump"),
        ("hyperopt.fmin", "hyperopt.fmin"),
    ],
)  # fmt: skip
def test_one_name_for_one_api(written: str, name: str) -> None:
    assert canonical_name(written) == name
    assert find(name) is not None


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("statsmodels.tsa.api.ARIMA", "statsmodels.base.model.Model"),
        ("category_encoders.WOEEncoder", "sklearn.base.TransformerMixin"),
        ("feature_engine.selection.DropFeatures", "sklearn.base.TransformerMixin"),
        ("dask_ml.model_selection.GridSearchCV", "sklearn.base.BaseEstimator"),
        ("sentence_transformers.SentenceTransformer", "torch.nn.Module"),
        ("pyspark.ml.classification.LogisticRegression", "pyspark.ml.Estimator"),
        ("tensorflow.distribute.MirroredStrategy", "tensorflow.distribute.Strategy"),
    ],
)
def test_class_descends_from(name: str, base: str) -> None:
    assert base in linear_bases(name)


READS = """
import ast, gc
from mllint_rules.knowledge.stubs import StubModule
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.source.reading import read_text
document = read_text("import pandas as pd, seaborn\\npd.read_csv('f').dropna().mean()\\n", "module.py")
model = SemanticModel(document, ast.parse(document.text))
model.type_of(model.tree.body[-1].value)
print(*sorted({o.name.partition(".")[0] for o in gc.get_objects() if isinstance(o, StubModule)}))
"""


def test_only_the_stubs_that_a_file_needs_are_read() -> None:
    run = subprocess.run([sys.executable, "-c", READS], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["pandas"]


def test_calling_a_layer_of_ones_own_gives_what_its_call_returns() -> None:
    code = """
    class Scale(tf.keras.layers.Layer):
        def call(self, inputs):
            return tf.multiply(inputs, 2)
    Scale()(tf.constant([1.0]))
    """
    assert type_of(code) == "tensorflow.Tensor"
