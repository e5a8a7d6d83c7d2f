"""Splits are complete, disjoint and stratified; scalers follow their formulas."""

import numpy as np
import pytest
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

from nnviz.data.scale import fit_scaler
from nnviz.data.splitting.split import apportion, split_rows


def test_split_is_complete_and_disjoint():
    parts = split_rows(103, 0.2, 0.1, seed=5)
    assert [len(p) for p in parts] == [72, 21, 10]
    np.testing.assert_array_equal(np.sort(np.concatenate(parts)), np.arange(103))


def test_split_depends_on_its_seed_alone():
    same = [split_rows(50, 0.2, 0.2, seed=1) for _ in range(2)]
    for a, b in zip(*same, strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(same[0][0], split_rows(50, 0.2, 0.2, seed=2)[0])


def test_every_class_keeps_its_share():
    classes = np.repeat([0, 1, 2], [100, 40, 10])
    parts = split_rows(150, 0.2, 0.1, 0, classes)
    assert [list(np.bincount(classes[p])) for p in parts] == [[70, 28, 7], [20, 8, 2], [10, 4, 1]]


def test_training_keeps_one_of_every_class():
    classes = np.repeat([0, 1], [50, 2])
    for seed in range(5):
        train, validation, test = split_rows(52, 0.45, 0.45, seed, classes)
        assert set(classes[train]) == {0, 1}
        assert len(train) + len(validation) + len(test) == 52


def test_a_class_of_one_example_turns_stratifying_off():
    classes = np.repeat([0, 1], [29, 1])
    parts = split_rows(30, 0.3, 0.0, 0, classes)
    plain = split_rows(30, 0.3, 0.0, 0)
    for a, b in zip(parts, plain, strict=True):
        np.testing.assert_array_equal(a, b)


def test_apportion_by_largest_remainders():
    # Quotas 4.7, 3.3, 2.0: two are left by the floors 4, 3, 2 minus 10, one goes to the largest remainder.
    assert list(apportion(10, [47, 33, 20], [47, 33, 20])) == [5, 3, 2]
    assert list(apportion(9, [5, 5], [2, 8])) == [2, 7]
    assert list(apportion(5, [1, 1], [1, 1])) == [1, 1]


@pytest.mark.parametrize(
    "scaling, oracle", [("standard", StandardScaler()), ("minmax", MinMaxScaler()), ("robust", RobustScaler())]
)
def test_scalers_agree_with_scikit_learn(scaling, oracle):
    x = np.random.default_rng(0).gamma(2.0, 30.0, (57, 4))
    x[:, 2] = 5.0
    scaler = fit_scaler(x, scaling, "vector")
    np.testing.assert_allclose(scaler.apply(x), oracle.fit_transform(x), atol=1e-5)
    np.testing.assert_allclose(scaler.invert((x - scaler.offset) / scaler.scale), x, atol=1e-9)


def test_images_are_scaled_by_one_number():
    x = np.array([0, 4, 8, 16] * 4, float).reshape(2, 2, 4, 1)
    standard, minmax = fit_scaler(x, "standard", "image"), fit_scaler(x, "minmax", "image")
    assert standard.offset.shape == () and standard.offset == 7.0
    assert standard.scale == pytest.approx(np.sqrt((49 + 9 + 1 + 81) / 4))
    assert (minmax.offset, minmax.scale) == (0.0, 16.0)


def test_sequences_are_scaled_per_channel():
    x = np.stack([np.arange(12.0).reshape(3, 4), np.full((3, 4), 2.0)], axis=-1)
    scaler = fit_scaler(x, "standard", "sequence")
    np.testing.assert_allclose(scaler.offset, [5.5, 2.0])
    np.testing.assert_allclose(scaler.scale, [np.sqrt(143 / 12), 1.0])
