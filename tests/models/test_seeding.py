"""Initial weights, while other threads draw from Python's own generator."""

import random
import threading

import keras
import numpy as np

from nnviz import gallery
from nnviz.data.catalog import known_schema
from nnviz.models.build import build
from nnviz.models.seeding import seeded


def weights(seed=3):
    experiment = gallery.ready("digits")
    return build(experiment.model, known_schema(experiment.data), seed=seed).get_weights()


def test_other_threads_that_draw_random_numbers_change_no_weight():
    alone, over = weights(), threading.Event()

    def draw():
        while not over.is_set():
            random.random()

    thread = threading.Thread(target=draw)
    thread.start()
    try:
        for _ in range(3):
            for ours, theirs in zip(weights(), alone, strict=True):
                np.testing.assert_array_equal(ours, theirs)
    finally:
        over.set()
        thread.join()


def test_the_seed_means_what_it_means_to_keras_and_nothing_stays_behind():
    keras.utils.set_random_seed(5)
    expected = keras.initializers.GlorotUniform()((4, 4))
    with seeded(5):
        random.random()
        np.testing.assert_array_equal(keras.initializers.GlorotUniform()((4, 4)), expected)
    keras.utils.set_random_seed(5)
    np.testing.assert_array_equal(keras.initializers.GlorotUniform()((4, 4)), expected)
