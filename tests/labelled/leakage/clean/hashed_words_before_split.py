# %%
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

# %%
df = pd.read_csv("toots.csv", usecols=["content", "language"]).dropna()
df["content"] = df["content"].str.lower().str.replace(r"https?://\S+", " ", regex=True)
df.language.value_counts().plot.bar()

# %%
hv = HashingVectorizer(analyzer="char_wb", ngram_range=(1, 3), n_features=2**18)
X = hv.fit_transform(df["content"])
le = LabelEncoder()
y = le.fit_transform(df["language"])

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0, stratify=y)
sgd = SGDClassifier(loss="modified_huber").fit(X_train, y_train)
print(classification_report(y_test, sgd.predict(X_test), target_names=le.classes_))

# %%
wrong = df.iloc[-5:][["content"]]
for text in wrong["content"]:
    print(le.inverse_transform(sgd.predict(hv.transform([text]))), text[:80])
