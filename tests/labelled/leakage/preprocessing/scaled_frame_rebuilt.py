# %%
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.metrics import classification_report, confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

# %%
cancer = pd.read_csv("data.csv")
cancer = cancer.drop(columns=["id", "Unnamed: 32"])
cancer.head()

# %%
sns.countplot(data=cancer, x="diagnosis")
plt.show()
sns.pairplot(cancer.iloc[:, :5], hue="diagnosis")
plt.show()

# %%
scaler = StandardScaler()
scaler.fit(cancer.drop("diagnosis", axis=1))  # leak: MLL101
scaled_features = scaler.transform(cancer.drop("diagnosis", axis=1))
df_feat = pd.DataFrame(scaled_features, columns=cancer.columns[1:])
df_feat.head()

# %%
X_train, X_test, y_train, y_test = train_test_split(df_feat, cancer["diagnosis"], test_size=0.30, random_state=101)

# %%
knn = KNeighborsClassifier(n_neighbors=9)
knn.fit(X_train, y_train)
pred = knn.predict(X_test)
print(confusion_matrix(y_test, pred))
print(classification_report(y_test, pred))
