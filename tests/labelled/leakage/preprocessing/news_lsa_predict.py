from pathlib import Path

import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.metrics import classification_report
from sklearn.model_selection import cross_val_predict
from sklearn.svm import LinearSVC


def read_articles(folder):
    rows = []
    for path in sorted(Path(folder).rglob("*.txt")):
        rows.append({"topic": path.parent.name, "text": path.read_text(encoding="utf-8")})
    return pd.DataFrame(rows)


articles = read_articles("bbc")
hashed = HashingVectorizer(n_features=2**16).transform(articles["text"])
svd = TruncatedSVD(n_components=100, random_state=0)
topics = svd.fit_transform(hashed)  # leak: MLL104

predicted = cross_val_predict(LinearSVC(), topics, articles["topic"], cv=5)
print(classification_report(articles["topic"], predicted))
