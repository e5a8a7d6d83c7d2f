"""Initial weights as a function of the seed alone. For workers: imports Keras."""

import random
from contextlib import contextmanager

import keras

from nnviz.keras_internals import seeds_drawn_from


@contextmanager
def seeded(seed: int):
    """Inside, every seed that Keras draws for a layer comes from `seed`, as after `keras.utils.set_random_seed(seed)`.

    Keras draws them from Python's own generator, which belongs to the whole process: a worker's other threads draw
    from it too, and now and then between two layers. Here it is given one of its own that starts in the same state.
    """
    keras.utils.set_random_seed(seed)
    with seeds_drawn_from(random.Random(seed)):
        yield
