"""Labels of unlike frequency: weights and resampling in training alone, against counts by hand."""

import keras
import numpy as np
import pytest
from sklearn.utils.class_weight import compute_class_weight

import nnviz
from nnviz.data.splitting.balance_labels import label_weights, resampled_labels
from nnviz.specs import DataSpec
from nnviz.training.codegen import script

RANDOM = np.random.default_rng(0)
Y = (RANDOM.random((400, 3)) < [0.05, 0.5, 0.9]).astype(int)


def test_a_yes_and_a_no_to_each_label_count_alike():
    weights = label_weights(Y)
    for k in range(3):
        assert weights[k] == pytest.approx(compute_class_weight("balanced", classes=np.array([0, 1]), y=Y[:, k]))
    assert label_weights(np.zeros((4, 1), int)).tolist() == [[1.0, 0.0]]


def test_rare_labels_come_more_often_and_frequent_ones_less():
    before = Y.sum(axis=0)
    more, fewer = (resampled_labels(Y, how, 0) for how in ("oversample", "undersample"))
    assert set(more) == set(range(400)) and len(more) > 400
    assert len(np.unique(fewer)) == len(fewer) < 400
    for rows in (more, fewer):
        after = Y[rows].sum(axis=0)
        assert after[0] / after[2] > 2 * before[0] / before[2]
    rarest = min(range(4), key=lambda k: [*before, (Y.sum(axis=1) == 0).sum()][k])
    kept = np.flatnonzero(np.column_stack([Y, Y.sum(axis=1) == 0])[:, rarest])
    assert set(kept) <= set(fewer)
    assert np.array_equal(more, resampled_labels(Y, "oversample", 0))


def test_each_answer_has_its_weight_in_the_loss():
    y, p = Y[:8].astype("float32"), RANDOM.uniform(0.1, 0.9, (8, 3)).astype("float32")
    weights = RANDOM.uniform(0, 3, (8, 3)).astype("float32")
    plain = keras.losses.BinaryCrossentropy()
    each = nnviz.EachLabel(plain)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    assert float(each(y, p)) == pytest.approx(float(plain(y, p)), rel=1e-6)
    assert float(each(y, p, weights)) == pytest.approx((losses * weights).mean(), rel=1e-5)
    smooth = keras.losses.BinaryFocalCrossentropy(label_smoothing=0.1)
    assert float(nnviz.EachLabel(smooth)(y, p)) == pytest.approx(float(smooth(y, p)), rel=1e-5)


def test_training_alone_is_weighed_and_the_first_loss_is_what_it_should_be():
    data = DataSpec(source="shape_sets", settings={"points": 120, "size": 16, "kinds": 3}, balance="class_weights")
    dataset = nnviz.load_data(data)
    y, weights = dataset.train.y, dataset.weights
    assert weights.shape == y.shape and "yes and a no to each label" in " ".join(dataset.notes)
    for k in range(y.shape[1]):
        assert weights[y[:, k] == 1, k].sum() == pytest.approx(weights[y[:, k] == 0, k].sum(), rel=1e-4)
    flat = nnviz.ModelSpec(
        layers=(nnviz.LayerSpec(id="a", kind="Flatten"), nnviz.LayerSpec(id="b", kind="Dense", settings={"units": 3,
                "activation": "sigmoid", "kernel_initializer": "zeros"}, inputs=("a",)))
    )  # fmt: skip
    train = nnviz.TrainSpec(epochs=1, batch_size=len(y), optimizer="sgd")
    run = nnviz.train(nnviz.Experiment(data=data, model=flat, train=train))
    assert run.history()["loss"][0] == pytest.approx(np.log(2) * weights.mean(), rel=1e-4)
    assert "loss=nnviz.EachLabel(keras.losses.BinaryCrossentropy())" in script(run.experiment, dataset.schema)


def test_numbers_cannot_be_balanced():
    with pytest.raises(nnviz.NnvizError, match="numbers to predict, and no classes or labels"):
        nnviz.load_data(DataSpec(source="diabetes", balance="oversample"))
