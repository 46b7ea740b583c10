import numpy as np
import pandas as pd
from gensim.models import Word2Vec
from gensim.utils import simple_preprocess
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

tickets = pd.read_csv("support_tickets.csv")[["body", "queue"]].dropna()
tickets = tickets[tickets["body"].str.len() > 20].drop_duplicates("body")
print(tickets["queue"].value_counts())
tokens = [simple_preprocess(text) for text in tickets["body"]]

w2v = Word2Vec(tokens, vector_size=150, window=5, min_count=3, workers=4, epochs=10)  # leak: MLL101


def document_vector(words):
    known = [w2v.wv[w] for w in words if w in w2v.wv]
    return np.mean(known, axis=0) if known else np.zeros(150)


X = np.vstack([document_vector(t) for t in tokens])
X_train, X_test, y_train, y_test = train_test_split(X, tickets["queue"], test_size=0.2, random_state=0)
lr = LogisticRegression(max_iter=2000).fit(X_train, y_train)
print("macro F1", f1_score(y_test, lr.predict(X_test), average="macro"))
