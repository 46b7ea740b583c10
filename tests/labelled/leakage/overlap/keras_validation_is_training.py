import numpy as np
from keras import Input
from keras.layers import Dense, Embedding, GlobalAveragePooling1D
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences

sequences = np.load("clickstreams.npy", allow_pickle=True)
bought = np.load("bought.npy")
X = pad_sequences(sequences, maxlen=50)
print("sessions", len(X), "bought", bought.mean())
lengths = np.array([len(s) for s in sequences])
print("mean length", lengths.mean(), "longest", lengths.max())

model = Sequential([
    Input((50,)),
    Embedding(10_000, 32),
    GlobalAveragePooling1D(),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["AUC"])
history = model.fit(X, bought, epochs=10, batch_size=128, validation_data=(X, bought))  # leak: MLL110; also: MLL109
print("validation AUC", history.history["val_AUC"][-1])
model.save("bought.keras")
