# judge: MLL120
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer

papers = pd.read_json("arxiv.jsonl", lines=True)
papers = papers.dropna(subset=["abstract", "categories"])
papers["abstract"] = papers["abstract"].str.replace(r"\s+", " ", regex=True)
papers = papers[papers["abstract"].str.len() > 200]
print("papers", len(papers))
binarizer = MultiLabelBinarizer()
Y = binarizer.fit_transform(papers["categories"].str.split())
text_train, text_test, Y_train, Y_test = train_test_split(papers["abstract"], Y, test_size=0.2, random_state=0)
model = make_pipeline(TfidfVectorizer(min_df=5), OneVsRestClassifier(LogisticRegression(max_iter=500)))
model.fit(text_train, Y_train)
print("micro F1", f1_score(Y_test, model.predict(text_test), average="micro"))
predicted = model.predict(text_test)
for position, name in enumerate(binarizer.classes_):
    if Y_test[:, position].sum() > 50:
        print(name, f1_score(Y_test[:, position], predicted[:, position]))
