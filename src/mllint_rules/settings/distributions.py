"""From the name under which a library is installed to the name under which it is imported."""

from __future__ import annotations

from mllint_rules.model.versions import normalise

# Only the names that differ by more than a hyphen; several builds of one library count as that library.
_IMPORT_ROOTS = {
    "apache-airflow": "airflow",
    "beautifulsoup4": "bs4",
    "dask-core": "dask",
    "faiss-cpu": "faiss",
    "faiss-gpu": "faiss",
    "google-cloud-storage": "google.cloud.storage",
    "hydra-core": "hydra",
    "imbalanced-learn": "imblearn",
    "matplotlib-base": "matplotlib",
    "mlflow-skinny": "mlflow",
    "opencv": "cv2",
    "opencv-contrib-python": "cv2",
    "opencv-contrib-python-headless": "cv2",
    "opencv-python": "cv2",
    "opencv-python-headless": "cv2",
    "pillow": "PIL",
    "polars-lts-cpu": "polars",
    "polars-u64-idx": "polars",
    "protobuf": "google.protobuf",
    "py-opencv": "cv2",
    "py-xgboost": "xgboost",
    "py-xgboost-cpu": "xgboost",
    "py-xgboost-gpu": "xgboost",
    "python-dateutil": "dateutil",
    "python-dotenv": "dotenv",
    "pytorch": "torch",
    "pytorch-cpu": "torch",
    "pytorch-gpu": "torch",
    "pytorch-ignite": "ignite",
    "pytorch-lightning": "lightning",
    "pyyaml": "yaml",
    "scikit-image": "skimage",
    "scikit-learn": "sklearn",
    "scikit-learn-intelex": "sklearnex",
    "snowflake-connector-python": "snowflake.connector",
    "tensorflow-cpu": "tensorflow",
    "tensorflow-gpu": "tensorflow",
    "tensorflow-intel": "tensorflow",
    "tensorflow-macos": "tensorflow",
    "tf-nightly": "tensorflow",
    "umap-learn": "umap",
    "xgboost-cpu": "xgboost",
}
_KNOWN_ROOTS = frozenset(_IMPORT_ROOTS.values())


def import_root(distribution: str) -> str:
    """The library that a distribution (`scikit-learn`, `PyTorch`) is imported as (`sklearn`, `torch`).

    A name that is an import root already stays one.
    """
    if distribution in _KNOWN_ROOTS:
        return distribution
    name = normalise(distribution)
    return _IMPORT_ROOTS.get(name) or name.replace("-", "_")
