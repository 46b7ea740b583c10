"""Ages of trees from photographs of the bark; augmentation of the training images only."""
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from tensorflow.keras import applications, layers
from tensorflow.keras.callbacks import EarlyStopping, ReduceLROnPlateau
from tensorflow.keras.preprocessing.image import ImageDataGenerator

SIZE, BATCH = (224, 224), 32

bark = pd.read_csv("bark.csv")
bark = bark[bark["age"].between(1, 400)]
train, test = train_test_split(bark, test_size=0.15, random_state=0)
train, valid = train_test_split(train, test_size=0.15, random_state=0)

augmenting = ImageDataGenerator(rescale=1 / 255, rotation_range=15, horizontal_flip=True, zoom_range=0.1)
plain = ImageDataGenerator(rescale=1 / 255)


def flow(generator, frame, shuffle):
    return generator.flow_from_dataframe(
        frame, "photos", x_col="file", y_col="age", class_mode="raw", target_size=SIZE, batch_size=BATCH, shuffle=shuffle
    )


base = applications.MobileNetV2(include_top=False, input_shape=(*SIZE, 3), pooling="avg")
base.trainable = False
model = tf.keras.Sequential([base, layers.Dropout(0.3), layers.Dense(64, activation="relu"), layers.Dense(1)])
model.compile(optimizer="adam", loss="mae")
model.fit(
    flow(augmenting, train, True),
    validation_data=flow(plain, valid, False),
    epochs=40,
    callbacks=[EarlyStopping(patience=5, restore_best_weights=True), ReduceLROnPlateau(patience=2)],
)
print("MAE in years", model.evaluate(flow(plain, test, False)))
model.save("bark.keras")
