# Facts read from NLTK 3.10.4.
from typing import Any

import nltk.corpus

stopwords: nltk.corpus.WordListCorpusReader
wordnet: Any

class WordListCorpusReader:
    def words(self, fileids=None, ignore_lines_startswith='\n') -> list[str]: ...
