import numpy as np
import tensorflow as tf
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split

X = np.load("embeddings.npy")
toxic = np.load("toxic.npy")
print(X.shape, "toxic share", toxic.mean())
norms = np.linalg.norm(X, axis=1, keepdims=True)
X = X / np.maximum(norms, 1e-9)
X_train, X_test, y_train, y_test = train_test_split(X, toxic, test_size=0.2, stratify=toxic, random_state=0)
net = tf.keras.Sequential([
    tf.keras.layers.Input((X.shape[1],)),
    tf.keras.layers.Dense(64, activation="relu"),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
net.compile("adam", "binary_crossentropy")
net.fit(X_train, y_train, epochs=8, batch_size=256)
y_pred = net.predict(X_test).ravel()
print("AUC:", roc_auc_score(y_test, y_pred))
print("accuracy:", accuracy_score(y_test, y_pred > 0.5))
for low in np.arange(0.0, 1.0, 0.2):
    inside = (y_pred >= low) & (y_pred < low + 0.2)
    if inside.any():
        print(f"{low:.1f}-{low + 0.2:.1f}: {inside.sum()} comments, {y_test[inside].mean():.2f} toxic")
net.save("toxic.keras")
