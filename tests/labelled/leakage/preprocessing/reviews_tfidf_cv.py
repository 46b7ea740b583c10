import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, StratifiedKFold

reviews = pd.read_json("hotel_reviews.jsonl", lines=True)
reviews = reviews[reviews.stars != 3]
sentiment = (reviews.stars > 3).astype(int)
print("positive share", sentiment.mean())
print(reviews.groupby("stars")["text"].apply(lambda s: s.str.len().median()))

vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=5, sublinear_tf=True)
features = vectorizer.fit_transform(reviews["text"])  # leak: MLL104

print("vocabulary size:", len(vectorizer.vocabulary_))
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=3)
clf = LogisticRegression(C=4.0, max_iter=500)
scores = cross_val_score(clf, features, sentiment, cv=folds, scoring="roc_auc")
print("AUC %.3f +- %.3f" % (np.mean(scores), np.std(scores)))
clf.fit(features, sentiment)
words = vectorizer.get_feature_names_out()
print("positive:", list(words[np.argsort(clf.coef_[0])[-15:]]))
