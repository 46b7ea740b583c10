import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import classification_report, confusion_matrix

df = pd.read_csv("Classified Data.csv", index_col=0)
print(df.head())
print(df.describe().T)
X = df.drop("TARGET CLASS", axis=1)
y = df["TARGET CLASS"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.30)

scaler = StandardScaler()
X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.fit_transform(X_test)  # leak: MLL105

knn = KNeighborsClassifier(n_neighbors=15)
knn.fit(X_train_s, y_train)
pred = knn.predict(X_test_s)
print(confusion_matrix(y_test, pred))
print(classification_report(y_test, pred))
wrong = X_test[pred != y_test]
print(wrong.head())
print('errors', len(wrong), 'of', len(X_test))
