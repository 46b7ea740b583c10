"""Does a product sell out? Product texts become topics inside the model."""
import logging

import joblib
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import NMF
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline, make_pipeline

logger = logging.getLogger("sellout")


def make_model(topics=30):
    texts = make_pipeline(
        TfidfVectorizer(max_features=20_000, stop_words="english"),
        NMF(n_components=topics, init="nndsvd", random_state=0),
    )
    columns = ColumnTransformer(
        [("topics", texts, "description"), ("numbers", "passthrough", ["price", "discount", "images"])]
    )
    return Pipeline([("columns", columns), ("boosting", GradientBoostingClassifier())])


def load(path):
    products = pd.read_json(path, lines=True).set_index("sku")
    products["discount"] = 1 - products["price"] / products["list_price"]
    return products[products["list_price"] > 0]


def main():
    logging.basicConfig(level=logging.INFO)
    products = load("products.jsonl")
    sold_out = products.pop("sold_out")
    logger.info("mean price %.2f, sold out %.3f", products["price"].mean(), sold_out.mean())
    X_train, X_test, y_train, y_test = train_test_split(
        products, sold_out, test_size=0.2, random_state=0, stratify=sold_out
    )
    model = make_model().fit(X_train, y_train)
    scores = model.predict_proba(X_test)[:, 1]
    logger.info("AUC %.3f, AP %.3f", roc_auc_score(y_test, scores), average_precision_score(y_test, scores))
    joblib.dump(make_model().fit(products, sold_out), "sellout.joblib")


if __name__ == "__main__":
    main()
