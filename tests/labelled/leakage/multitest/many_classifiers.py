import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

iris = pd.read_csv('Iris.csv').drop('Id', axis=1)
X = iris.drop('Species', axis=1)
y = iris['Species']
x_train, x_test, y_train, y_test = train_test_split(X, y, test_size=0.33, random_state=4)

models = {
    'LR': LogisticRegression(max_iter=300),
    'KNN': KNeighborsClassifier(),
    'NB': GaussianNB(),
    'SVM': SVC(),
    'RF': RandomForestClassifier(),
}
results = []
for name, model in models.items():
    model.fit(x_train, y_train)
    acc = accuracy_score(y_test, model.predict(x_test))  # leak: MLL112
    results.append((name, acc))
    print(name, acc)

table = pd.DataFrame(results, columns=['model', 'accuracy']).sort_values('accuracy', ascending=False)
print(table)
