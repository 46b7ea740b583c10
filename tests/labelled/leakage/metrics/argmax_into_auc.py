import numpy as np
import tensorflow as tf
from sklearn.metrics import precision_recall_curve, roc_auc_score
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
    tf.keras.layers.Dense(2, activation="softmax"),
])
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(X_train, y_train, epochs=8, batch_size=256)

probs = net.predict(X_test)
labels = np.argmax(probs, axis=1)
print("AUC:", roc_auc_score(y_test, labels))  # leak: MLL123
precision, recall, thresholds = precision_recall_curve(y_test, (probs[:, 1] > 0.5).astype(int))  # leak: MLL123
print(precision[:5], recall[:5])
net.save("toxic.keras")
