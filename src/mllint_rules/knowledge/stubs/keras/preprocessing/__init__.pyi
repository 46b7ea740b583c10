# Facts read from Keras 3.15.1.
import keras.preprocessing.image as image
import keras.preprocessing.sequence as sequence
import keras.preprocessing.text as text
from keras.utils import image_dataset_from_directory, text_dataset_from_directory, timeseries_dataset_from_array
