"""An image or a row of a person's own as the example of every page that shows one."""

import numpy as np
import pytest

from nnviz.data.own import handmade, typed
from nnviz.errors import DataError
from nnviz.explanation.of_run import attribution_of_run
from nnviz.inspection.of_run import activations_of_run
from nnviz.inspection.own_of_run import board_of_run, own_answer_of_run
from nnviz.training.warm import warm
from nnviz.views.packing import unpack
from pages.shared.figures import own_image
from tests.app.conftest import component, in_hand, own_instead

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


def test_a_row_of_ones_own_is_the_example_of_every_page_and_is_fed_as_it_was_typed(visit, cancer_run):
    app = own_instead(visit("pages/inside/network.py", run=cancer_run.id))
    slider = app.slider[0]
    slider.set_value(slider.max).run()
    part, index = in_hand(app).example
    model, dataset = warm(cancer_run.id)
    own = dataset.split(part).x
    assert index == 0 and not app.exception
    # The first column's largest value, as it is in the table; all others are those of the first held-out row.
    told = dataset.unscaled(own)[0]
    rows = dataset.unscaled(dataset.validation.x)
    np.testing.assert_allclose(told[1:], rows[0, 1:], rtol=1e-5)
    assert told[0] == pytest.approx(slider.max, rel=1e-5)
    np.testing.assert_allclose(unpack(component(app, "layers")["pictures"][0]["values"]).ravel(), own[0], atol=1e-3)
    said = float(np.asarray(model(own)).ravel()[0])
    for page in ("pages/explain/attribution.py", "pages/explain/shap.py", "pages/explain/what_if.py"):
        app.switch_page(page).run()
        assert not app.exception and not app.error and in_hand(app).example == (part, 0), page
    explained = attribution_of_run(cancer_run.id, part, 0, None, "gradient", {})
    assert explained.output in (pytest.approx(said, abs=1e-5), pytest.approx(1 - said, abs=1e-5))
    with pytest.raises(DataError, match="1 columns"):
        typed.as_input(typed.row_content([1.0]), dataset)
    with pytest.raises(DataError, match="a text, which these data are not"):
        typed.as_input(typed.text_content("good"), dataset)
