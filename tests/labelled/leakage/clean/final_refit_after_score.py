import joblib
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import roc_auc_score

mushrooms = pd.read_csv('mushrooms.csv')
print(mushrooms['class'].value_counts())
print(mushrooms.nunique().sort_values())
mushrooms = mushrooms.drop(columns=['veil-type'])
mushrooms['stalk-root'] = mushrooms['stalk-root'].replace('?', 'missing')
X = pd.get_dummies(mushrooms.drop('class', axis=1))
y = mushrooms['class'].map({'e': 0, 'p': 1})

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
tree = DecisionTreeClassifier(max_depth=6)
tree.fit(X_train, y_train)
print('AUC:', roc_auc_score(y_test, tree.predict_proba(X_test)[:, 1]))

print('leaves:', tree.get_n_leaves())

# the rules printed on the leaflet come from all mushrooms
tree.fit(X, y)
for name, importance in sorted(zip(X.columns, tree.feature_importances_), key=lambda t: -t[1])[:10]:
    print(name, round(importance, 3))
joblib.dump(tree, 'tree.joblib')
