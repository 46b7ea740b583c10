"""An attempt at runs that repeat themselves: seeds at the wrong places, and orders that nobody keeps."""

import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime

import numpy as np
import optuna
import pandas as pd
from sklearn.model_selection import KFold, train_test_split

FOLDS = KFold(5, random_state=1)


def tenure(customers: pd.DataFrame) -> pd.DataFrame:
    customers["days"] = datetime.now() - customers["since"]
    return customers


def plans(names: list[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(set(names))}


def months(read, paths):
    frames = []
    with ThreadPoolExecutor() as pool:
        waiting = [pool.submit(read, path) for path in paths]
        for future in as_completed(waiting):
            frames.append(future.result())
    return np.stack(frames)


def recent_orders(connection):
    orders = pd.read_sql("SELECT * FROM orders", connection, index_col="order_id")
    return orders.iloc[:1000]


def bootstrap(rows, epochs: int):
    means = []
    for epoch in range(epochs):
        rng = np.random.default_rng(0)
        means.append(rng.choice(rows, size=len(rows)).mean())
    return means


def search(objective):
    return optuna.create_study(direction="maximize")


def parts(rows):
    train, rest = train_test_split(rows, random_state=7)
    test, validation = train_test_split(rest, random_state=7)
    again, _ = train_test_split(train, random_state=7)
    return train, test, validation, again


def noise(count: int):
    return np.random.default_rng(int(time.time())).normal(size=count)


def main() -> None:
    weights = np.random.normal(size=10)
    np.random.seed(3)
    tenure(pd.read_parquet("customers.parquet")).to_parquet("tenure.parquet")
    np.save("weights.npy", weights)


if __name__ == "__main__":
    main()
