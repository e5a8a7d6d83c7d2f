"""The small pictures of data that are kept with the code are those of the data."""

import numpy as np
import pytest

from nnviz.data.drawn_previews import entries
from nnviz.data.previews import _entries, preview
from nnviz.data.records import _explained
from nnviz.data.summary import summarise
from nnviz.specs import DataSpec


def test_they_are_what_the_data_gives():
    assert entries() == _entries(), "run python -m nnviz.data.drawn_previews"


def test_a_preview_is_points_or_images():
    assert preview("spirals").x.shape == (90, 2) and preview("spirals").images is None
    assert preview("digits").images.shape == (9, 8, 8, 1) and preview("mnist") is None


def test_the_telling_columns_are_those_that_the_target_explains():
    y = np.arange(20.0)
    noise = np.random.default_rng(0).standard_normal(20)
    x = np.stack([np.full(20, 7.0), noise, -1e-3 * y, 50 * (y + 5 * noise)], 1)
    shares = _explained(x, y, regression=True)
    assert shares[0] == 0 and shares[2] == pytest.approx(1)
    assert shares[3] == pytest.approx(np.corrcoef(x[:, 3], y)[0, 1] ** 2)
    groups = np.array([[1.0], [3.0], [5.0], [7.0]])  # means 2 and 6: 16 of the 20 of the variance lies between them
    assert _explained(groups, np.array([0, 0, 1, 1]), regression=False) == pytest.approx([16 / 20])


def test_diabetes_opens_on_the_body_mass_index_and_not_on_the_sex():
    summary = summarise(DataSpec(source="diabetes"))
    assert [summary.schema.feature_names[k] for k in summary.telling][0] == "body mass index"
