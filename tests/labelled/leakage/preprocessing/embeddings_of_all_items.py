"""Does a product sell out? Product texts become topics, topics become features."""
import logging

import pandas as pd
from sklearn.decomposition import NMF
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split

logger = logging.getLogger("sellout")


def topic_features(texts, topics=30):
    tfidf = TfidfVectorizer(max_features=20_000, stop_words="english")
    counts = tfidf.fit_transform(texts)  # leak: MLL101
    nmf = NMF(n_components=topics, init="nndsvd", random_state=0)
    weights = nmf.fit_transform(counts)  # leak: MLL101
    words = tfidf.get_feature_names_out()
    for number, topic in enumerate(nmf.components_):
        logger.debug("topic %d: %s", number, [words[i] for i in topic.argsort()[-8:]])
    return pd.DataFrame(weights, index=texts.index, columns=[f"topic_{i}" for i in range(topics)])


def load(path):
    products = pd.read_json(path, lines=True).set_index("sku")
    products["discount"] = 1 - products["price"] / products["list_price"]
    return products[products["list_price"] > 0]


def main():
    logging.basicConfig(level=logging.INFO)
    products = load("products.jsonl")
    topics = topic_features(products["description"])  # also: MLL101
    features = products[["price", "discount", "images"]].join(topics)
    X_train, X_test, y_train, y_test = train_test_split(
        features, products["sold_out"], test_size=0.2, random_state=0, stratify=products["sold_out"]
    )
    model = GradientBoostingClassifier().fit(X_train, y_train)
    scores = model.predict_proba(X_test)[:, 1]
    logger.info("AUC %.3f, AP %.3f", roc_auc_score(y_test, scores), average_precision_score(y_test, scores))


if __name__ == "__main__":
    main()
