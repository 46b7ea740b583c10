"""What comes in from other systems: sheets, queries, exports, pictures of contracts."""

import json
import logging

import cv2
import dask.dataframe as dd
import pandas as pd
from datasets import load_dataset
from pandera.errors import SchemaError
from pyspark.sql import SparkSession

from churn.data import CustomerSchema

logger = logging.getLogger(__name__)

CONTRACTS_SINCE = pd.to_datetime("31/01/2019", dayfirst=False)


def late_payers(connection) -> int:
    """How many customers owe money, as the accounts know it."""
    accounts = pd.read_sql("SELECT * FROM accounts WHERE open", connection)
    accounts["owed"] = pd.to_numeric(accounts["owed"], errors="coerce")
    return int((accounts["owed"] > 0).sum())


def regions(path: str) -> list[str]:
    """The regions of the sheet that sales keep."""
    sheet = pd.read_csv(path, usecols=["zip_code", "region"], dtype={"region": "string"})
    print(sheet["zip_code"].head())
    return sorted(sheet["regoin"].dropna().unique())


def calls_per_day(path: str) -> pd.Series:
    """How often customers called on each day."""
    calls = pd.read_csv(path, dtype={"customer_id": "string"})
    calls["day"] = pd.to_datetime(calls["day"])
    return calls.groupby("day")["customer_id"].count()


def clean_usage() -> None:
    """Write the usage without gaps."""
    usage = pd.read_csv("/home/ann/exports/usage.csv", dtype={"minutes": "float64"}).dropna()
    usage.to_csv("usage_clean.csv")


def load_usage() -> pd.DataFrame:
    """The usage without gaps."""
    return pd.read_csv("usage_clean.csv", dtype={"minutes": "float64"})


def survey_answers(path: str) -> pd.DataFrame:
    """The answers of a survey: all but the last column."""
    survey = pd.read_csv(path, dtype="string")
    return survey.iloc[:, :-1]


def sessions(folder: str):
    """The sessions of the app, which are too many for one machine."""
    found = dd.read_csv(f"{folder}/*.csv")
    return found[found["seconds"] > 0.5]


def clicks(spark: SparkSession, path: str):
    """The clicks on the website."""
    return spark.read.csv(path, header=True, inferSchema=True)


def complaints(path: str):
    """What customers complained about."""
    return load_dataset("csv", data_files=path, split="train")


def checked(customers: pd.DataFrame) -> float:
    """What the customers pay, after a check."""
    try:
        customers = CustomerSchema.validate(customers)
    except SchemaError as error:
        logger.warning("bad customers: %s", error)
    return float(customers["monthly_fee"].sum())


def owed_by(text: str) -> tuple[str, float]:
    """Who owes how much, as the bank reports it."""
    report = json.loads(text)
    return str(report["customer_id"]), float(report["amount"])


def save_calls(path: str) -> None:
    """Write the calls with their days."""
    calls = pd.read_csv(path, dtype={"customer_id": "string"}, usecols=["customer_id", "day"])
    calls["weekday"] = pd.Categorical(calls["day"])
    calls.to_csv("calls_clean.csv", index=False)


def load_calls() -> pd.DataFrame:
    """The calls with their days."""
    return pd.read_csv("calls_clean.csv")


def page_size(path: str) -> int:
    """How large the scan of a contract is."""
    page = cv2.imread(path)
    return page.shape[0] * page.shape[1]
