# %% [markdown]
# # SMS spam

# %%
import string
import pandas as pd
import nltk
from nltk.corpus import stopwords
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB
from sklearn.metrics import accuracy_score, confusion_matrix

# %%
df = pd.read_csv('spam.csv', encoding='latin-1')[['v1', 'v2']]
df.columns = ['label', 'message']
df.head()

# %%
stop = set(stopwords.words('english'))

def clean(text):
    text = ''.join(ch for ch in text if ch not in string.punctuation)
    return ' '.join(w for w in text.lower().split() if w not in stop)

df['clean'] = df['message'].apply(clean)
df['length'] = df['message'].str.len()
df.groupby('label')['length'].describe()

# %%
bow = CountVectorizer(max_features=3000)
X = bow.fit_transform(df['clean'])  # leak: MLL101
y = df['label'].map({'ham': 0, 'spam': 1})
print(X.shape)

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
nb = MultinomialNB().fit(X_train, y_train)
pred = nb.predict(X_test)

# %%
print(accuracy_score(y_test, pred))
confusion_matrix(y_test, pred)
