from sklearn.datasets import fetch_20newsgroups
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
import pandas as pd


class NewsModel:
    def __init__(self, max_features=2000):
        self.max_features = max_features

    def prepare(self, texts, topics):
        X_train, X_test, y_train, y_test = train_test_split(texts, topics, test_size=0.2, random_state=17)
        self.X_train = TfidfVectorizer(max_features=self.max_features).fit_transform(X_train)
        self.X_test = TfidfVectorizer(max_features=self.max_features).fit_transform(X_test)  # leak: MLL105
        self.y_train, self.y_test = y_train, y_test

    def run(self):
        clf = SGDClassifier(random_state=17)
        clf.fit(self.X_train, self.y_train)
        return clf.score(self.X_test, self.y_test)  # also: MLL106


if __name__ == "__main__":
    news = fetch_20newsgroups(subset="all", remove=("headers", "footers", "quotes"))
    topics = LabelEncoder().fit_transform([news.target_names[t].split(".")[0] for t in news.target])
    model = NewsModel()
    model.prepare(news.data, topics)
    print(f"accuracy {model.run():.3f}")
