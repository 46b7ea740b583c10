import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline

reviews = pd.read_json("hotel_reviews.jsonl", lines=True)
reviews = reviews[reviews.stars != 3]
sentiment = (reviews.stars > 3).astype(int)
print("positive share", sentiment.mean())
print(reviews.groupby("stars")["text"].apply(lambda s: s.str.len().median()))

vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=5, sublinear_tf=True)
model = make_pipeline(vectorizer, LogisticRegression(C=4.0, max_iter=500))
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=3)
scores = cross_val_score(model, reviews["text"], sentiment, cv=folds, scoring="roc_auc")
print("AUC %.3f +- %.3f" % (np.mean(scores), np.std(scores)))

model.fit(reviews["text"], sentiment)
print("vocabulary size:", len(vectorizer.vocabulary_))
words = vectorizer.get_feature_names_out()
order = np.argsort(model[-1].coef_[0])
print("negative:", list(words[order[:15]]))
print("positive:", list(words[order[-15:]]))
