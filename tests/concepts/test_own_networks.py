"""The networks that lessons train for themselves are trained once, whoever asks, and come back as they were."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from nnviz import gallery, settings
from nnviz.concepts import own_networks
from nnviz.data.load import load


def test_two_who_ask_at_once_get_one_training_and_a_restart_none(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    own_networks._loaded.cache_clear()
    trainings = []
    real = own_networks.array_loop
    monkeypatch.setattr(own_networks, "array_loop", lambda *parts: trainings.append(1) or real(*parts))
    spirals = gallery.ready("spirals")
    experiment = spirals.replace(train=spirals.train.replace(epochs=2))
    dataset = load(experiment.data)
    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(own_networks.trained_once, "spirals", experiment, dataset) for _ in range(2)]
        first, second = (one.result() for one in asked)
    own_networks._loaded.cache_clear()
    restarted = own_networks.trained_once("spirals", experiment, dataset)
    assert len(trainings) == 1
    expected = first(dataset.validation.x, training=False)
    for other in (second, restarted):
        np.testing.assert_array_equal(other(dataset.validation.x, training=False), expected)
    longer = experiment.replace(train=experiment.train.replace(epochs=3))
    own_networks.trained_once("spirals", longer, dataset)
    assert len(trainings) == 2, "another experiment is another network"
