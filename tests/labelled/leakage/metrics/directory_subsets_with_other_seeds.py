from tensorflow import keras

SIZE = (180, 180)
train_ds = keras.utils.image_dataset_from_directory(
    "flowers", validation_split=0.2, subset="training", seed=123, image_size=SIZE, batch_size=32
)
val_ds = keras.utils.image_dataset_from_directory(  # leak: MLL127
    "flowers", validation_split=0.2, subset="validation", seed=321, image_size=SIZE, batch_size=32
)
names = train_ds.class_names
print(names)

augment = keras.Sequential([keras.layers.RandomFlip("horizontal"), keras.layers.RandomRotation(0.1)])
model = keras.Sequential([
    augment,
    keras.layers.Rescaling(1.0 / 255),
    keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
    keras.layers.MaxPooling2D(),
    keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
    keras.layers.Flatten(),
    keras.layers.Dense(len(names)),
])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(train_ds, epochs=8)
print("validation", model.evaluate(val_ds))
