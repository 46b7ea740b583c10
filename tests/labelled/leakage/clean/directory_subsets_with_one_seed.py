import tensorflow as tf
from tensorflow import keras

options = dict(image_size=(180, 180), batch_size=32)
train_ds = keras.utils.image_dataset_from_directory(
    "flowers/train", validation_split=0.2, subset="training", seed=123, **options
)
val_ds = keras.utils.image_dataset_from_directory(
    "flowers/train", validation_split=0.2, subset="validation", seed=123, **options
)
test_ds = keras.utils.image_dataset_from_directory("flowers/test", shuffle=False, **options)
names = train_ds.class_names

model = keras.Sequential([
    keras.layers.Rescaling(1.0 / 255),
    keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
    keras.layers.MaxPooling2D(),
    keras.layers.Flatten(),
    keras.layers.Dense(len(names)),
])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
model.fit(train_ds.prefetch(tf.data.AUTOTUNE), validation_data=val_ds, epochs=40, callbacks=[stop])
print("test", model.evaluate(test_ds))
