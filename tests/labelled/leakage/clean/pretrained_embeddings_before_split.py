import numpy as np
import pandas as pd
from sentence_transformers import SentenceTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

tickets = pd.read_csv("support_tickets.csv")[["body", "queue"]].dropna()
tickets["body"] = tickets["body"].str.replace(r"\s+", " ", regex=True).str.slice(0, 2000)
tickets = tickets[tickets["body"].str.len() > 20].drop_duplicates("body")
print(tickets["queue"].value_counts())
encoder = SentenceTransformer("all-MiniLM-L6-v2")
X = encoder.encode(tickets["body"].tolist(), batch_size=64, normalize_embeddings=True)
X = np.column_stack([X, tickets["body"].str.len() / 1000, tickets["body"].str.count(r"\?")])

X_train, X_test, y_train, y_test = train_test_split(X, tickets["queue"], stratify=tickets["queue"], random_state=0)
lr = LogisticRegression(max_iter=2000).fit(X_train, y_train)
print("macro F1", f1_score(y_test, lr.predict(X_test), average="macro"))
predicted = lr.predict(X_test)
confused = pd.crosstab(y_test.to_numpy(), predicted)
print(confused)
for queue in lr.classes_:
    mask = y_test.to_numpy() == queue
    print(queue, (predicted[mask] == queue).mean().round(3))
