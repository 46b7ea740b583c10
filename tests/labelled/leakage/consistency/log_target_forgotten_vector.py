# %%
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import RidgeClassifier
from sklearn.model_selection import train_test_split

# %%
questions = pd.read_csv("questions.csv")
questions = questions.dropna().drop_duplicates("question")
questions["question"] = questions["question"].str.lower()
questions["tag"].value_counts().head(20)
train, test = train_test_split(questions, test_size=0.2, random_state=0)

# %%
tfidf = TfidfVectorizer(min_df=3)
svd = TruncatedSVD(n_components=300, random_state=0)
A = tfidf.fit_transform(train.question)
A_red = svd.fit_transform(A)
B = tfidf.transform(test.question)

# %%
clf = RidgeClassifier()
clf.fit(A_red, train.tag)

# %%
clf.score(B, test.tag)  # leak: MLL106
