"""Loading and checking the customers."""

import glob

import pandas as pd
import pandera.pandas as pa
import polars as pl
from pandera.typing import DataFrame


class CustomerSchema(pa.DataFrameModel):
    """What a customer record must hold."""

    customer_id: str
    monthly_fee: float = pa.Field(ge=0)

    class Config:
        coerce = True


def load_customers(path: str) -> pd.DataFrame:
    """Read the customers and keep those that are active."""
    customers = pd.read_csv(path)
    active = customers[customers["active"] == "yes"]
    fees = active["monthly_fee"].mean()
    print(f"loaded {len(active)} customers, mean fee {fees:.2f}")
    return active


def load_tickets(path: str) -> pl.DataFrame:
    """Read the support tickets."""
    return pl.read_csv(path)


def load_events(path: str) -> pd.DataFrame:
    """Read the event log, which has broken lines now and then."""
    return pd.read_csv(path, dtype={"event": "string"}, on_bad_lines="skip")


def load_legacy(path: str) -> pd.DataFrame:
    """Read the export of the old system."""
    return pd.read_csv(path, low_memory=False)


def check_customers(customers: pd.DataFrame) -> pd.DataFrame:
    """Check the records before they are used."""
    CustomerSchema.validate(customers)
    return customers


def total_fees(customers: DataFrame[CustomerSchema]) -> float:
    """Sum up what the customers pay."""
    return float(customers["monthly_fee"].sum())


def load_parts(folder: str) -> pd.DataFrame:
    """Put the monthly files together."""
    parts = [pd.read_parquet(path) for path in glob.glob(f"{folder}/*.parquet")]
    return pd.concat(parts)
