import tensorflow as tf

files = tf.data.Dataset.list_files("cells/*/*.png", shuffle=False)
count = files.cardinality().numpy()
classes = ["basophil", "eosinophil", "lymphocyte", "monocyte", "neutrophil"]


def load(path):
    label = tf.argmax(tf.strings.split(path, "/")[-2] == tf.constant(classes))
    image = tf.io.decode_png(tf.io.read_file(path), channels=3)
    return tf.image.resize(image, (128, 128)) / 255.0, label


dataset = files.shuffle(count, seed=1)  # leak: MLL127
val_size = int(count * 0.2)
train_ds = dataset.skip(val_size).map(load).batch(32)  # also: MLL127
val_ds = dataset.take(val_size).map(load).batch(32)  # also: MLL127

model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(32, 3, activation="relu", input_shape=(128, 128, 3)),
    tf.keras.layers.MaxPooling2D(),
    tf.keras.layers.Conv2D(64, 3, activation="relu"),
    tf.keras.layers.GlobalAveragePooling2D(),
    tf.keras.layers.Dense(5),
])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(train_ds, epochs=10)
print(model.evaluate(val_ds))
