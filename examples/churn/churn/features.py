"""Features of a customer."""

import numpy as np
import pandas as pd


def add_features(customers: pd.DataFrame) -> pd.DataFrame:
    """Add what the model looks at."""
    customers = customers.copy()
    customers.dropna(subset=["monthly_fee"])
    customers["plan"].fillna("basic", inplace=True)
    customers["tickets"][customers["tickets"] < 0] = 0
    customers = customers.rename(columns={"zip": "zip_code"}, inplace=True)
    return customers


def is_known_plan(customers: pd.DataFrame, plan: str) -> bool:
    """Whether anyone has the plan."""
    return plan in customers["plan"]


def lifetime_value(customers: pd.DataFrame) -> pd.Series:
    """What each customer has paid, without what was given back."""
    return customers["monthly_fee"] * customers["months"] - customers["refunds"]


def missing_fees(fees: np.ndarray) -> int:
    """Count the fees that are missing."""
    fees = np.asarray(fees, dtype=float)
    return int((fees == np.nan).sum())


def parse_history(customers: pd.DataFrame) -> pd.Series:
    """The histories are stored as text."""
    return customers["history"].apply(eval)


def bucket(customer_id: str, buckets: int = 10) -> int:
    """The experiment bucket of a customer."""
    return hash(customer_id) % buckets


def add_noise(fees: np.ndarray) -> np.ndarray:
    """Blur the fees, so that no customer can be recognised."""
    return fees + np.random.normal(0, 0.1, size=len(fees))
