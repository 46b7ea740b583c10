from scipy.sparse import csr_matrix, hstack
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_log_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelBinarizer

df = pd.read_csv("../input/mercari/train.tsv", sep="\t", index_col="train_id")
df = df[df.price > 0]
df["brand_name"] = df["brand_name"].fillna("missing")
df["item_description"] = df["item_description"].fillna("")
df["category_name"] = df["category_name"].fillna("other/other/other")
df[["c1", "c2", "c3"]] = df["category_name"].str.split("/", n=2, expand=True)

train, dev = train_test_split(df, test_size=0.05, random_state=123)
y_train, y_dev = np.log1p(train.price), np.log1p(dev.price)

parts_train, parts_dev = [], []
for column, vec in [
    ("name", CountVectorizer(min_df=10)),
    ("c2", CountVectorizer()),
    ("c3", CountVectorizer()),
    ("item_description", TfidfVectorizer(max_features=50_000, stop_words="english", ngram_range=(1, 2))),
]:
    parts_train.append(vec.fit_transform(train[column]))
    parts_dev.append(vec.transform(dev[column]))
lb = LabelBinarizer(sparse_output=True)
parts_train.append(lb.fit_transform(train["brand_name"]))
parts_dev.append(lb.transform(dev["brand_name"]))
parts_train.append(csr_matrix(train[["item_condition", "shipping"]].astype(float)))
parts_dev.append(csr_matrix(dev[["item_condition", "shipping"]].astype(float)))

X_train, X_dev = hstack(parts_train).tocsr(), hstack(parts_dev).tocsr()
ridge = Ridge(solver="sag", alpha=3.0).fit(X_train, y_train)
pred = np.expm1(ridge.predict(X_dev))
print("RMSLE", np.sqrt(mean_squared_log_error(np.expm1(y_dev), pred.clip(0))))
