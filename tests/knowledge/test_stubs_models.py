"""What is known of the libraries that split, train, tune, track and check: types, parameters, and sound stubs."""

from __future__ import annotations

import ast
import builtins
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from mllint_rules.knowledge.facts import AliasFacts, ClassFacts
from mllint_rules.knowledge.library import canonical_name, find, is_described, linear_bases
from mllint_rules.knowledge.stubs import load_module, qualify, stub_files
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.types import describe
from mllint_rules.source.reading import read_text

LIBRARIES = (
    "accelerate", "anthropic", "catboost", "category_encoders", "comet_ml", "dask_ml", "datasets", "evaluate",
    "feature_engine", "flax", "gensim", "hyperopt", "imblearn", "jax", "keras", "langchain_anthropic",
    "langchain_core", "langchain_openai", "lightgbm", "lightning", "loguru", "matplotlib", "mlflow", "neptune",
    "networkx", "nltk", "omegaconf", "openai", "optax", "optuna", "optuna_integration", "pandera", "pydantic",
    "ray", "scipy", "seaborn", "sentence_transformers", "sklearn", "statsmodels", "structlog", "tensorflow",
    "tensorflow_datasets", "torch", "torchmetrics", "torchvision", "tqdm", "transformers", "umap", "wandb",
    "xgboost", "yaml",
)  # fmt: skip
MODULES = sorted(name for name in stub_files() if name.partition(".")[0] in LIBRARIES)

PRELUDE = """
import accelerate, catboost, datasets, imblearn.over_sampling, keras, lightgbm, lightning as L, mlflow
import numpy as np, omegaconf, optuna, pandas as pd, pandera.pandas as pa, pydantic, scipy.stats, structlog
import tensorflow as tf, torch, torch.nn as nn, torch.nn.functional as F, torchvision, transformers, wandb, xgboost
from loguru import logger
from pytorch_lightning import seed_everything
from sklearn import base, cluster, datasets as toy, ensemble, linear_model, metrics, model_selection, pipeline
from sklearn import preprocessing, utils
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.gaussian_process import GaussianProcessRegressor
from torch.utils.data import DataLoader, TensorDataset, random_split
from torch.utils.tensorboard import SummaryWriter
from tqdm.auto import tqdm
df = pd.DataFrame()
y = df["y"]
a = np.zeros(3)
x = torch.zeros(2, 3)
net = nn.Linear(2, 3)
forest = ensemble.RandomForestClassifier()
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


ESTIMATORS = [
    ("forest.fit(df, y)", "sklearn.ensemble.RandomForestClassifier"),
    ("forest.fit(df, y).predict(df)", "numpy.ndarray"),
    ("forest.predict_proba(df)", "list[numpy.ndarray] | numpy.ndarray"),
    ("linear_model.LogisticRegression().predict_proba(df)", "numpy.ndarray"),
    ("forest.score(df, y)", "float"),
    ("forest.feature_importances_", "numpy.ndarray"),
    ("forest.get_params()", "dict[str, unknown]"),
    ("preprocessing.StandardScaler().fit(df)", "sklearn.preprocessing.StandardScaler"),
    ("preprocessing.StandardScaler().fit_transform(df)", "unknown"),
    ("preprocessing.LabelEncoder().fit_transform(y)", "numpy.ndarray"),
    ("TfidfVectorizer().fit_transform(y)", "scipy.sparse.csr_matrix"),
    ("TfidfVectorizer().fit_transform(y).toarray()", "numpy.ndarray"),
    ("cluster.KMeans(3).fit_predict(df)", "numpy.ndarray"),
    ("cluster.KMeans(3).fit(df).inertia_", "float"),
    ("GaussianProcessRegressor().predict(df)", "numpy.ndarray"),
    ("GaussianProcessRegressor().predict(df, return_std=True)", "unknown"),
    ("pipeline.make_pipeline(forest)[0]", "sklearn.ensemble.RandomForestClassifier"),
    ("pipeline.make_pipeline(forest).fit(df, y)[-1]", "sklearn.ensemble.RandomForestClassifier"),
    ("pipeline.make_pipeline(forest).predict(df)", "unknown"),
    ("model_selection.GridSearchCV(forest, {}).fit(df, y).best_params_", "dict[str, unknown]"),
    ("model_selection.GridSearchCV(forest, {}).best_score_", "float"),
    ("model_selection.train_test_split(df, y)[0]", "pandas.DataFrame"),
    ("model_selection.train_test_split(df, y, test_size=0.2)[3]", "pandas.Series"),
    ("train, test = model_selection.train_test_split(df)\ntest", "pandas.DataFrame"),
    ("a1, a2, b1, b2 = model_selection.train_test_split(df, who_knows())\na2", "pandas.DataFrame"),
    ("for train, test in model_selection.KFold(5).split(df):\n    pass\ntest", "numpy.ndarray"),
    ("model_selection.cross_val_score(forest, df, y)", "numpy.ndarray"),
    ("model_selection.cross_validate(forest, df, y)", "dict[str, unknown]"),
    ("utils.shuffle(df)", "pandas.DataFrame"),
    ("utils.shuffle(df, y)[1]", "pandas.Series"),
    ("metrics.accuracy_score(y, y)", "float"),
    ("metrics.f1_score(y, y)", "float"),
    ("metrics.f1_score(y, y, average='macro')", "float"),
    ("metrics.f1_score(y, y, average=None)", "numpy.ndarray"),
    ("metrics.mean_squared_error(y, y)", "float"),
    ("metrics.r2_score(y, y, multioutput='raw_values')", "numpy.ndarray"),
    ("metrics.roc_curve(y, y)[0]", "numpy.ndarray"),
    ("metrics.confusion_matrix(y, y)", "numpy.ndarray"),
    ("metrics.classification_report(y, y)", "str"),
    ("metrics.classification_report(y, y, output_dict=True)", "dict[str, unknown]"),
    ("toy.load_iris().data", "numpy.ndarray"),
    ("toy.load_iris(as_frame=True).frame", "pandas.DataFrame"),
    ("X, target = toy.load_iris(return_X_y=True)\nX", "numpy.ndarray"),
    ("X, target = toy.load_wine(return_X_y=True, as_frame=True)\ntarget", "pandas.Series"),
    ("toy.make_classification()[1]", "numpy.ndarray"),
    ("toy.make_regression(coef=True)[1]", "numpy.ndarray"),
    ("imblearn.over_sampling.SMOTE().fit_resample(df, y)[0]", "pandas.DataFrame"),
    ("xgboost.XGBClassifier().fit(df, y)", "xgboost.XGBClassifier"),
    ("xgboost.train({}, xgboost.DMatrix(df))", "xgboost.Booster"),
    ("lightgbm.LGBMRegressor().fit(df, y).booster_", "lightgbm.Booster"),
    ("catboost.CatBoostClassifier().fit(df, y)", "catboost.CatBoostClassifier"),
]

TENSORS = [
    ("x.shape", "torch.Size"),
    ("x.shape[0]", "int"),
    ("x.size()", "torch.Size"),
    ("x.size(0)", "int"),
    ("x.to('cuda').float().cpu().numpy()", "numpy.ndarray"),
    ("x.item()", "bool | float | int"),
    ("x.max(dim=1)", "tuple[torch.Tensor, torch.Tensor]"),
    ("torch.max(x, 1)[1]", "torch.Tensor"),
    ("torch.max(x)", "torch.Tensor"),
    ("torch.max(x, x)", "torch.Tensor"),
    ("x[0]", "torch.Tensor"),
    ("x @ x + 1", "torch.Tensor"),
    ("x.topk(2)", "tuple[torch.Tensor, torch.Tensor]"),
    ("x.chunk(2)[0]", "torch.Tensor"),
    ("x.grad", "None | torch.Tensor"),
    ("x.device", "torch.device"),
    ("torch.float32", "torch.dtype"),
    ("torch.float", "torch.dtype"),
    ("torch.randn(3)", "torch.Tensor"),
    ("torch.from_numpy(a)", "torch.Tensor"),
    ("torch.load('m.pt')", "unknown"),
    ("torch.cuda.is_available()", "bool"),
    ("torch.Generator().manual_seed(0)", "torch.Generator"),
    ("torch.manual_seed(0)", "torch.Generator"),
    ("torch.linalg.svd(x)[1]", "torch.Tensor"),
    ("torch.unique(x)", "torch.Tensor"),
    ("torch.no_grad()", "torch.no_grad"),
    ("net(x)", "torch.Tensor"),
    ("net.weight", "torch.nn.Parameter"),
    ("net.to('cuda').eval()", "torch.nn.Linear"),
    ("net.state_dict()", "dict[str, unknown]"),
    ("[p for p in net.parameters()]", "list[torch.nn.Parameter]"),
    ("nn.CrossEntropyLoss()(x, x)", "torch.Tensor"),
    ("nn.LSTM(3, 4)(x)[1][0]", "torch.Tensor"),
    ("nn.Sequential(net)(x)", "torch.Tensor"),
    ("F.relu(x)", "torch.Tensor"),
    ("F.max_pool2d(x, 2)", "torch.Tensor"),
    ("F.max_pool2d(x, 2, return_indices=True)[0]", "torch.Tensor"),
    ("nn.utils.clip_grad_norm_(net.parameters(), 1.0)", "torch.Tensor"),
    ("torch.optim.AdamW(net.parameters()).param_groups", "list[dict[str, unknown]]"),
    ("random_split(TensorDataset(x), [1, 1])[0]", "torch.utils.data.Subset"),
    ("len(DataLoader(TensorDataset(x)))", "int"),
    ("torch.hub.list('a/b')", "list[str]"),
    ("torch.distributed.get_rank()", "int"),
    ("torch.distributions.Normal(0, 1).sample()", "torch.Tensor"),
    ("torchvision.models.resnet18()", "torch.nn.Module"),
    ("L.Trainer(max_epochs=1).test(net)", "list[dict[str, float]]"),
    ("seed_everything(1)", "int"),
    ("tf.random.normal([2])", "tensorflow.Tensor"),
    ("tf.reduce_mean(tf.constant([1.0]))", "tensorflow.Tensor"),
    ("tf.data.Dataset.from_tensor_slices(a).shuffle(10).batch(2)", "tensorflow.data.Dataset"),
    ("tf.keras.Sequential().fit(a, a).history", "dict[str, list]"),
    ("tf.keras.layers.Dense(3)", "keras.layers.Dense"),
    ("(train, test) = keras.datasets.mnist.load_data()\ntrain[0]", "numpy.ndarray"),
]

SERVICES = [
    ("keras.utils.image_dataset_from_directory('cats', subset='training')", "tensorflow.data.Dataset"),
    (
        "keras.utils.image_dataset_from_directory('cats', subset='both')",
        "tuple[tensorflow.data.Dataset, tensorflow.data.Dataset]",
    ),
    ("keras.utils.image_dataset_from_directory('cats', format='grain')", "unknown"),
    ("transformers.AutoTokenizer.from_pretrained('m')", "transformers.PreTrainedTokenizerBase"),
    ("transformers.AutoModel.from_pretrained('m').eval()", "transformers.PreTrainedModel"),
    ("transformers.BertModel.from_pretrained('m')", "transformers.BertModel"),
    ("transformers.Trainer().evaluate()", "dict[str, float]"),
    ("datasets.load_dataset('imdb')['train'].shuffle()", "datasets.Dataset"),
    ("datasets.load_dataset('imdb', split='train')", "datasets.Dataset"),
    ("datasets.load_dataset('imdb', split='train', streaming=True)", "datasets.IterableDataset"),
    ("datasets.load_dataset('imdb', split=which())", "datasets.Dataset | datasets.DatasetDict | unknown"),
    ("datasets.Dataset.from_pandas(df).train_test_split()", "datasets.DatasetDict"),
    ("datasets.Dataset.from_pandas(df).to_pandas()", "pandas.DataFrame"),
    ("accelerate.Accelerator().clip_grad_norm_(net.parameters(), 1)", "torch.Tensor"),
    ("with mlflow.start_run() as run:\n    pass\nrun", "mlflow.ActiveRun"),
    ("mlflow.search_runs()", "pandas.DataFrame"),
    ("mlflow.search_runs(output_format='list')", "unknown"),
    ("wandb.init(project='p')", "wandb.Run"),
    ("with wandb.init() as run:\n    pass\nrun", "wandb.Run"),
    ("optuna.create_study().best_trial", "optuna.trial.FrozenTrial"),
    ("optuna.create_study().best_params", "dict[str, unknown]"),
    ("with SummaryWriter() as writer:\n    pass\nwriter", "torch.utils.tensorboard.SummaryWriter"),
    ("pa.DataFrameSchema({}).validate(df)", "pandas.DataFrame"),
    ("pa.DataFrameSchema({})(df)", "pandas.DataFrame"),
    ("pydantic.TypeAdapter(int).validate_python('1')", "unknown"),
    ("structlog.get_logger().bind(a=1)", "structlog.typing.FilteringBoundLogger"),
    ("logger", "loguru.Logger"),
    ("tqdm([1, 2])", "tqdm.tqdm[int]"),
    ("omegaconf.OmegaConf.load('c.yaml')", "omegaconf.DictConfig | omegaconf.ListConfig"),
    ("scipy.stats.norm", "scipy.stats.rv_continuous"),
]


@pytest.mark.parametrize(("code", "expected"), ESTIMATORS + TENSORS + SERVICES)
def test_type_of_an_expression(code: str, expected: str) -> None:
    assert type_of(code) == expected


@pytest.mark.parametrize(
    ("code", "parameter", "expected"),
    [
        ("DataLoader(data, 32, True)", "shuffle", "True"),
        ("DataLoader(data, 32, False, None, None, 4)", "num_workers", "4"),
        ("torch.load('m.pt', 'cpu')", "map_location", "'cpu'"),
        ("torch.optim.SGD(net.parameters(), 0.1, 0.9)", "momentum", "0.9"),
        ("torch.optim.Adam(net.parameters(), 0.1, (0.9, 0.99), 1e-8, 0.01)", "weight_decay", "0.01"),
        ("optimizer_of(net).step()", "closure", None),
        ("nn.Linear(2, 3, False)", "bias", "False"),
        ("nn.Conv2d(3, 8, 3, 1, 1)", "padding", "1"),
        ("nn.LSTM(3, 4, 2, True, True)", "batch_first", "True"),
        ("nn.Embedding(10, 4, 0)", "padding_idx", "0"),
        ("F.dropout(x, 0.5, True)", "training", "True"),
        ("F.cross_entropy(x, y, w)", "weight", "w"),
        ("F.softmax(x, 1)", "dim", "1"),
        ("x.softmax(1)", "dim", "1"),
        ("torch.sum(x, 1, True)", "keepdim", "True"),
        ("torch.cat([x, x], 1)", "dim", "1"),
        ("x.view(2, 3)", "dim", None),
        ("nn.utils.clip_grad_norm_(net.parameters(), 1.0)", "max_norm", "1.0"),
        ("torch.optim.lr_scheduler.StepLR(optimizer, 10)", "step_size", "10"),
        ("random_split(data, [1, 2], g)", "generator", "g"),
        ("torch.hub.load('a/b', 'm', source='local')", "source", "'local'"),
        ("ensemble.RandomForestClassifier(200)", "n_estimators", "200"),
        ("cluster.KMeans(8, random_state=1)", "random_state", "1"),
        ("model_selection.KFold(5, shuffle=True)", "n_splits", "5"),
        ("model_selection.train_test_split(df, y, test_size=0.2, random_state=1)", "random_state", "1"),
        ("model_selection.GridSearchCV(forest, grid)", "param_grid", "grid"),
        ("model_selection.cross_val_score(forest, df, y)", "y", "y"),
        ("metrics.roc_auc_score(y, scores)", "y_score", "scores"),
        ("forest.fit(df, y, w)", "sample_weight", "w"),
        ("keras.Sequential().fit(a, a, 32, 5)", "epochs", "5"),
        ("keras.layers.Dense(3, 'relu')", "activation", "'relu'"),
        ("tf.data.Dataset.range(3).shuffle(10, 1)", "seed", "1"),
        ("tf.random.uniform([2], 0, 1, tf.float32, 7)", "seed", "7"),
        ("datasets.load_dataset('csv', 'name')", "name", "'name'"),
        ("mlflow.log_metric('loss', 0.1, 3)", "step", "3"),
        ("lightgbm.train(params, data, 100)", "num_boost_round", "100"),
        ("xgboost.train(params, data, 100)", "num_boost_round", "100"),
        ("optuna.create_study().optimize(objective, 10)", "n_trials", "10"),
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
    ("name", "base"),
    [
        ("sklearn.ensemble.RandomForestClassifier", "sklearn.base.ClassifierMixin"),
        ("sklearn.linear_model.Ridge", "sklearn.base.RegressorMixin"),
        ("sklearn.preprocessing.StandardScaler", "sklearn.base.TransformerMixin"),
        ("sklearn.cluster.DBSCAN", "sklearn.base.ClusterMixin"),
        ("sklearn.model_selection.GridSearchCV", "sklearn.base.BaseEstimator"),
        ("sklearn.model_selection.StratifiedKFold", "sklearn.model_selection.BaseCrossValidator"),
        ("imblearn.over_sampling.SMOTE", "imblearn.base.BaseSampler"),
        ("imblearn.pipeline.Pipeline", "sklearn.pipeline.Pipeline"),
        ("xgboost.XGBClassifier", "sklearn.base.ClassifierMixin"),
        ("lightgbm.LGBMRegressor", "sklearn.base.RegressorMixin"),
        ("torch.nn.Conv2d", "torch.nn.Module"),
        ("torch.nn.BCEWithLogitsLoss", "torch.nn.Module"),
        ("torch.nn.Parameter", "torch.Tensor"),
        ("torch.optim.AdamW", "torch.optim.Optimizer"),
        ("torch.optim.lr_scheduler.CosineAnnealingLR", "torch.optim.lr_scheduler.LRScheduler"),
        ("torch.utils.data.TensorDataset", "torch.utils.data.Dataset"),
        ("torchvision.datasets.CIFAR10", "torch.utils.data.Dataset"),
        ("lightning.pytorch.LightningModule", "torch.nn.Module"),
        ("transformers.BertModel", "torch.nn.Module"),
        ("transformers.AdamW", "torch.optim.Optimizer"),
        ("keras.Sequential", "keras.layers.Layer"),
        ("keras.optimizers.Adam", "keras.optimizers.Optimizer"),
        ("pandera.typing.DataFrame", "pandas.DataFrame"),
    ],
)
def test_class_descends_from(name: str, base: str) -> None:
    assert base in linear_bases(name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("torch.nn.modules.linear.Linear", "torch.nn.Linear"),
        ("torch.optim.adam.Adam", "torch.optim.Adam"),
        ("torch.optim.lr_scheduler._LRScheduler", "torch.optim.lr_scheduler.LRScheduler"),
        ("torch.utils.data.dataset.random_split", "torch.utils.data.random_split"),
        ("torch.utils.data.DistributedSampler", "torch.utils.data.distributed.DistributedSampler"),
        ("torch.random.manual_seed", "torch.manual_seed"),
        ("torch.serialization.load", "torch.load"),
        ("torch.nn.DataParallel", "torch.nn.parallel.DataParallel"),
        ("sklearn.clone", "sklearn.base.clone"),
        ("sklearn.ensemble._forest.RandomForestClassifier", "sklearn.ensemble.RandomForestClassifier"),
        ("sklearn.linear_model.logistic.LogisticRegression", "sklearn.linear_model.LogisticRegression"),
        ("sklearn.metrics.pairwise_distances", "sklearn.metrics.pairwise.pairwise_distances"),
        ("sklearn.utils.check_array", "sklearn.utils.validation.check_array"),
        ("pytorch_lightning.Trainer", "lightning.pytorch.Trainer"),
        ("pytorch_lightning.callbacks.ModelCheckpoint", "lightning.pytorch.callbacks.ModelCheckpoint"),
        ("lightning.seed_everything", "lightning.fabric.utilities.seed.seed_everything"),
        ("tensorflow.keras.models.Sequential", "keras.Sequential"),
        ("tensorflow.keras.preprocessing.sequence.pad_sequences", "keras.utils.pad_sequences"),
        ("tensorflow.math.reduce_mean", "tensorflow.reduce_mean"),
        ("transformers.trainer.Trainer", "transformers.Trainer"),
        ("optuna.create_study", "optuna.study.create_study"),
        ("mlflow.tracking.MlflowClient", "mlflow.MlflowClient"),
        ("pandera.SchemaModel", "pandera.DataFrameModel"),
        ("pandera.pandas.DataFrameSchema", "pandera.DataFrameSchema"),
        ("structlog.getLogger", "structlog.get_logger"),
        ("tqdm.notebook.tqdm", "tqdm.tqdm"),
    ],
)
def test_one_name_for_one_api(written: str, name: str) -> None:
    assert canonical_name(written) == name
    assert find(name) is not None


# The stubs themselves


@cache
def stub_tree(module: str) -> ast.Module:
    return ast.parse(Path(stub_files()[module]).read_text(encoding="utf-8"))


def named_in(annotation: ast.expr) -> Iterator[str]:
    """The dotted names of an annotation, without what stands inside `Literal[…]`."""
    if isinstance(annotation, ast.Name | ast.Attribute):
        yield ast.unparse(annotation)
    elif isinstance(annotation, ast.Subscript):
        yield from named_in(annotation.value)
        if ast.unparse(annotation.value) != "Literal":
            yield from named_in(annotation.slice)
    else:
        for child in ast.iter_child_nodes(annotation):
            if isinstance(child, ast.expr):
                yield from named_in(child)


def annotations_of(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield node.returns
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            yield node.annotation


def is_type(name: str) -> bool:
    """Whether a canonical name is a class we describe, one of Python, or one of a library nobody describes."""
    module, _, last = name.rpartition(".")
    if module in ("typing", "collections.abc"):
        return True
    if module == "builtins":
        return isinstance(getattr(builtins, last, None), type)
    return isinstance(find(name), ClassFacts) or not is_described(module)


@pytest.mark.parametrize("module", MODULES)
def test_stub_says_where_its_facts_come_from(module: str) -> None:
    first, _, _ = Path(stub_files()[module]).read_text(encoding="utf-8").partition("\n")
    assert first.startswith("# Facts read from ")
    assert any(character.isdigit() for character in first)


@pytest.mark.parametrize("module", MODULES)
def test_names_in_annotations_are_types(module: str) -> None:
    written = {name for annotation in annotations_of(stub_tree(module)) for name in named_in(annotation)}
    meant = {name: canonical_name(qualify(name, module)) for name in written}
    assert [name for name, full in sorted(meant.items()) if not is_type(full)] == []


@pytest.mark.parametrize("module", MODULES)
def test_aliases_and_bases_lead_somewhere(module: str) -> None:
    facts = (load_module(module) or {}).values()
    targets = {fact.target for fact in facts if isinstance(fact, AliasFacts)}
    bases = {base for fact in facts if isinstance(fact, ClassFacts) for base in fact.bases}
    lost = [
        name
        for name in sorted(targets)
        if not is_described(canonical_name(name))
        and find(canonical_name(name)) is None
        and is_described(canonical_name(name).rpartition(".")[0])
    ]
    assert lost == []
    assert [name for name in sorted(bases) if not is_type(canonical_name(name))] == []
