"""`keras.applications`, without their weights, on pictures as small as they take."""

import keras
import numpy as np

from tests.zoo.specimen import Made, specimen

_SIZES = {
    "MobileNetV2": 64, "MobileNetV3Small": 64, "ResNet50": 64, "DenseNet121": 64, "EfficientNetB0": 64,
    "ConvNeXtTiny": 64, "NASNetMobile": 64, "Xception": 72, "VGG16": 48, "InceptionV3": 75,
}  # fmt: skip


def _put(name: str, size: int):
    def author():
        model = getattr(keras.applications, name)(weights=None, input_shape=(size, size, 3), classes=5)
        model.compile(keras.optimizers.SGD(0.001), "sparse_categorical_crossentropy")
        rng = np.random.default_rng(3)
        scale = 255.0 if name in ("MobileNetV3Small", "EfficientNetB0", "ConvNeXtTiny") else 1.0
        x = scale * rng.uniform(size=(4, size, size, 3)).astype("float32")
        return Made(model, x, rng.integers(0, 5, 4))

    author.__name__ = name
    specimen(large=True)(author)


for _name, _size in _SIZES.items():
    _put(_name, _size)
