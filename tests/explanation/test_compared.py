"""Methods side by side: shares, ranks and overlaps against NumPy and SciPy, and why two differ in a sentence."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from nnviz.explanation.catalog import METHODS
from nnviz.explanation.catalog.method import ALL
from nnviz.explanation.compared import Compared, compare, why
from nnviz.explanation.records import Attribution
from nnviz.explanation.target import Target
from nnviz.plots import compared as plots


def told(values, method):
    audit = (None, 1.0, 0.0, None, None, False)
    return Attribution(np.asarray(values, float), Target(0), values, *audit, method, {}, 0, 0.1)


def test_shares_ranks_and_overlap():
    rng = np.random.default_rng(0)
    one, two = rng.standard_normal((2, 6, 5, 3))
    cam = np.abs(rng.integers(0, 3, (6, 5, 3)).astype(float))
    found = compare({name: told(values, name) for name, values in
                     {"integrated_gradients": one, "gradient": two, "grad_cam": cam}.items()})  # fmt: skip
    maps = [own.sum(-1) for own in (one, two, cam)]
    np.testing.assert_allclose(found.shares[1], maps[1] / np.abs(maps[1]).sum())
    np.testing.assert_allclose(found.stretched[1], maps[1] / np.abs(maps[1]).max())
    assert found.correlation[0, 1] == pytest.approx(spearmanr(maps[0], maps[1], axis=None)[0])
    assert found.correlation[2, 0] == pytest.approx(spearmanr(np.abs(maps[0]), np.abs(maps[2]), axis=None)[0])
    best = [set(np.argsort(-np.abs(own.ravel()), kind="stable")[:3]) for own in maps]
    assert found.most == 3 and found.overlap[0, 1] == len(best[0] & best[1]) / 3
    assert found.verdict.startswith("These 3 methods disagree on what counts") and "differ most" in found.verdict


def test_constant_and_broken_maps_are_compared_with_nothing():
    nothing, broken = told([0.0, 0.0, 0.0, 0.0], "gradient"), told([1.0, np.nan, 2.0, 3.0], "occlusion")
    found = compare({"gradient": nothing, "occlusion": broken})
    assert np.all(found.shares[0] == 0) and found.correlation[0, 1] == 0 and "Both methods disagree" in found.verdict


def test_maps_that_are_all_empty_say_that_nothing_counts():
    empty = Compared(("gradient", "lime"), np.zeros((2, 3)), np.eye(2), np.eye(2), 1)
    assert empty.verdict.startswith("No method finds a part that counts")


def test_why_two_methods_differ():
    for one, two, sentence in (
        ("integrated_gradients", "grad_cam", "Grad-CAM shows where something counts"),
        ("gradient", "integrated_gradients", "Gradient says how fast the answer would change"),
        ("expected_gradients", "integrated_gradients", "with other examples, integrated gradients with a single"),
        ("integrated_gradients", "deep_lift", "by different rules"),
    ):
        assert sentence in why(METHODS[one], METHODS[two])


def test_six_methods_come_first_for_every_kind_of_data_and_each_says_when_it_misleads():
    for kind in ALL:
        first = [method for method in METHODS.values() if kind in method.default]
        assert len(first) == 6 and all(kind in method.kinds for method in first), kind
    assert all(method.misleads and method.reference and method.guarantee for method in METHODS.values())


def test_figures_hold_every_method_on_one_scale():
    shares = np.random.default_rng(0).standard_normal((3, 4, 4))
    figure = plots.compared_images(np.ones((4, 4, 1)), shares, ["a", "b", "<b>"], overlay=0.8)
    limits = {trace.zmax for trace in figure.data if trace.type == "heatmap"}
    assert limits == {np.abs(shares).max()} and "<b>" not in [note.text for note in figure.layout.annotations]
    table = plots.compared_parts(shares.reshape(3, 16), ["a", "b", "c"], [f"p{k}" for k in range(16)])
    order = np.argsort(-np.abs(shares.reshape(3, 16)).mean(0), kind="stable")[:15]
    np.testing.assert_array_equal(table.data[0].z, shares.reshape(3, 16)[:, order].T)
    assert "The other one counts less" in table.layout.title.text


def test_a_series_has_a_row_of_steps_for_each_method():
    series, shares = np.random.default_rng(0).standard_normal((2, 5, 2))[0], np.arange(10.0).reshape(2, 5) / 45
    figure = plots.compared_series(series, shares, ["a", "b"], channel_names=["left", "right"])
    lines, heats = ([trace for trace in figure.data if trace.type == kind] for kind in ("scatter", "heatmap"))
    np.testing.assert_array_equal([line.y for line in lines], series.T)
    np.testing.assert_array_equal(heats[0].z, shares)
    assert list(figure.layout.yaxis2.ticktext) == ["a", "b"]
