"""An image of a person's own as the example of every page that shows one."""

import numpy as np
import pytest

from nnviz.data.own import handmade
from nnviz.explanation.of_run import attribution_of_run
from nnviz.inspection.of_run import activations_of_run
from nnviz.inspection.own_of_run import board_of_run, own_answer_of_run
from nnviz.training.warm import warm
from nnviz.views.packing import unpack
from pages.shared.figures import own_image
from tests.app.conftest import component

ONE = handmade.content_of({"strokes": [["ink", [0.5, 0.1, 0.48, 0.5, 0.5, 0.9]]], "fit": True})


def close(app) -> np.ndarray:
    """(units, rows, columns) of the layer that the page Network shows closely."""
    return unpack(component(app, "layers")["close"]["values"])


def test_what_is_shown_is_the_drawing(visit, digits_run):
    part = handmade.keep(ONE)
    app = visit("pages/inside/network.py", run=digits_run.id, example=f"{part}-0")
    model, dataset = warm(digits_run.id)
    own = handmade.as_input(ONE, dataset)
    said, first = np.asarray(model(own))[0], np.asarray(model.get_layer("conv2d_1")(own))
    answer, layers = own_answer_of_run(digits_run.id, ONE), activations_of_run(digits_run.id, part, 0)
    np.testing.assert_allclose(answer.shown, said, atol=1e-6)
    np.testing.assert_allclose(layers["conv2d_1"].values, first, atol=1e-5)
    np.testing.assert_allclose(close(app)[:, 2, 3], layers["conv2d_1"].values[0, 2, 3], atol=1e-6)
    explained = attribution_of_run(digits_run.id, part, 0, None, "gradient", {})
    assert explained.output == pytest.approx(float(said.max()), abs=1e-5)
    # What is shown as seen is what is fed: shades, undone by hand for digits from 0 to 16.
    np.testing.assert_allclose(dataset.unscaled(own)[0], answer.seen / 255 * 16, atol=16 / 255)
    (place,) = [group for group in app.get("button_group") if "From the data" in str(group.proto)]
    place.set_value("From the data").run()
    assert not app.exception and "example" not in app.query_params
    assert np.abs(close(app)[:, 2, 3] - layers["conv2d_1"].values[0, 2, 3]).max() > 1e-3


def test_where_a_drawing_cannot_be_shown_the_data_are(visit, cancer_run, digits_run):
    part = handmade.keep(ONE)
    assert close(visit("pages/inside/network.py", run=cancer_run.id, example=f"{part}-0")).size
    gone = visit("pages/inside/network.py", run=digits_run.id, example=f"own.{'0' * 24}-0")
    assert "is not kept here" in gone.error[0].value
    gone.button[-1].click().run()
    assert not gone.exception and not gone.error and close(gone).size


def test_bars_keep_the_classes_order(digits_run):
    board, answer = board_of_run(digits_run.id), own_answer_of_run(digits_run.id, ONE)
    bars = own_image._bars(answer.shown, board.schema, board.meaning)
    assert [bar["name"] for bar in bars] == list("0123456789")
    assert sum(bar["share"] for bar in bars) == pytest.approx(1, abs=1e-5)
    assert [bar["first"] for bar in bars].index(True) == int(answer.shown.argmax())
