import os
import cv2
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras import layers, models

DATA = "xray"
images, labels = [], []
for label, name in enumerate(["normal", "pneumonia"]):
    for file in sorted(os.listdir(os.path.join(DATA, name))):
        img = cv2.imread(os.path.join(DATA, name, file), cv2.IMREAD_GRAYSCALE)
        images.append(cv2.resize(img, (96, 96)) / 255.0)
        labels.append(label)
X = np.expand_dims(np.array(images), -1)
y = np.array(labels)

flipped = X[:, :, ::-1, :]
X = np.concatenate([X, flipped])  # leak: MLL103
y = np.concatenate([y, y])  # also: MLL103

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0, stratify=y)

cnn = models.Sequential([
    layers.Input((96, 96, 1)),
    layers.Conv2D(16, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Conv2D(32, 3, activation="relu"),
    layers.GlobalAveragePooling2D(),
    layers.Dense(1, activation="sigmoid"),
])
cnn.compile("adam", "binary_crossentropy", metrics=["accuracy", "AUC"])
cnn.fit(X_train, y_train, epochs=12, batch_size=32)
print(cnn.evaluate(X_test, y_test))
