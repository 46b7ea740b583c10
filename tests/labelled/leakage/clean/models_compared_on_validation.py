import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, classification_report
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.svm import SVC

glass = pd.read_csv('glass.csv')
X = glass.drop('Type', axis=1)
y = glass['Type']
x_rest, x_test, y_rest, y_test = train_test_split(X, y, test_size=0.2, random_state=4, stratify=y)
x_train, x_val, y_train, y_val = train_test_split(x_rest, y_rest, test_size=0.25, random_state=4, stratify=y_rest)

models = {'LR': LogisticRegression(max_iter=3000), 'NB': GaussianNB(), 'SVM': SVC(), 'RF': RandomForestClassifier()}
accuracy = {}
for name, model in models.items():
    model.fit(x_train, y_train)
    accuracy[name] = accuracy_score(y_val, model.predict(x_val))
    print(name, accuracy[name])

winner = models[max(accuracy, key=accuracy.get)]
print(classification_report(y_test, winner.predict(x_test)))
