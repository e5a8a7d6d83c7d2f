"""The task whose target is its input: data, network and training fit together."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from nnviz.data.catalog import known_schema
from nnviz.data.load import load
from nnviz.models.templates import TEMPLATES, suggest
from nnviz.specs import DataSpec, Experiment, TrainSpec
from nnviz.training.train import train

DATA = DataSpec(source="redrawn_digits")


def test_the_target_is_the_input_in_its_own_units():
    data = load(DATA)
    for split in (data.train, data.validation):
        np.testing.assert_allclose(data.unscaled_targets(split.y), data.unscaled(split.x).reshape(-1, 64), atol=1e-4)
    assert data.target_scaler.scale.shape == (), "one deviation for all pixels: rare ones must not count for more"


def test_only_such_data_are_offered_the_autoencoder():
    assert TEMPLATES["autoencoder"].applies(known_schema(DATA))
    assert not TEMPLATES["autoencoder"].applies(known_schema(DataSpec(source="diabetes")))
    assert suggest(known_schema(DATA)) == TEMPLATES["autoencoder"].make(known_schema(DATA))


def test_the_suggested_autoencoder_redraws_held_out_digits_better_than_three_principal_components(tmp_path):
    spec = TrainSpec(epochs=30, learning_rate=0.005)
    run = train(Experiment(data=DATA, model=suggest(known_schema(DATA)), train=spec), home=tmp_path)
    data = load(DATA)
    redrawn = np.asarray(run.model()(data.validation.x, training=False))
    error = np.mean((redrawn - data.validation.y) ** 2)
    pca = PCA(3).fit(data.train.y)
    linear = np.mean((pca.inverse_transform(pca.transform(data.validation.y)) - data.validation.y) ** 2)
    assert error < linear
    assert run.history()["val_loss"][-1] == pytest.approx(error, rel=1e-3)
    assert run.graph["samples"]["redrawn"] == pytest.approx([0, 16], abs=1e-5)
    off = np.abs(data.unscaled_targets(redrawn) - data.unscaled_targets(data.validation.y)).mean(1)
    assert run.frame()["picked_errors"].astype(int).tolist() == np.argsort(-off, kind="stable")[:12].tolist()
    assert "wrong" not in run.frame()
