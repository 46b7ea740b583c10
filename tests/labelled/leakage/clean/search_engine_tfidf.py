from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel


class SearchIndex:
    def __init__(self, folder):
        self.paths = sorted(Path(folder).glob("**/*.md"))
        texts = [path.read_text() for path in self.paths]
        self.vectorizer = TfidfVectorizer(stop_words="english", max_df=0.5)
        self.matrix = self.vectorizer.fit_transform(texts)

    def query(self, text, top=5):
        scores = linear_kernel(self.vectorizer.transform([text]), self.matrix)[0]
        order = np.argsort(scores)[::-1][:top]
        return [(self.paths[i], scores[i]) for i in order]


if __name__ == "__main__":
    index = SearchIndex("docs")
    for path, score in index.query("how do I reset my password"):
        print(f"{score:.3f} {path}")
