"""One selection: what is chosen anywhere is the same on every page about a run, and stands in the address."""

from nnviz.runs.recorded import recorded_epochs
from tests.app.conftest import words

NETWORK, ATTRIBUTION = "pages/inside/network.py", "pages/explain/attribution.py"


def selection(app):
    return app.session_state["nnviz"].selection


def test_layer_unit_class_and_moment_come_from_the_address_and_are_the_same_on_another_page(visit, digits_run):
    step = list(recorded_epochs(digits_run))[0]
    named = {
        "layer": "conv2d_1",
        "unit": "3",
        "class": "8",
        "view": "weights",
        "number": "2-5-3",
        "moment": str(step),
        "example": "validation-6",
    }
    app = visit(NETWORK, run=digits_run.id, **named)
    assert app.selectbox(key="inside.layer:1").value == "conv2d_1" and app.number_input(key="inside.unit:1").value == 3
    assert "before training" in words(app) and not app.warning
    app.switch_page(ATTRIBUTION).run()
    assert app.selectbox(key="attribution.target:1").value == 7 and "before training" in words(app)
    named.pop("view")
    assert {name: app.query_params[name] for name in named} == named
    app.select_slider(key=f"moment.{digits_run.id}:1").set_value(-1).run()
    assert not app.exception and "the last one" in words(app) and "moment" not in app.query_params
    app.selectbox(key="attribution.target:1").select(2).run()
    app.switch_page(NETWORK).run()
    assert app.query_params["view"] == "weights" and "Learned" in words(app)
    assert selection(app).target == 2 and app.query_params["class"] == "3"


def test_an_address_that_names_what_is_not_there_gets_a_sentence_for_each(visit, digits_run):
    named = {"layer": "<b>conv", "unit": "9" * 5, "class": "0", "moment": "77", "view": "x", "number": "1-a"}
    text = words(visit(NETWORK, run=digits_run.id, **named))
    for sentence in (
        "no layer '<b>conv'",
        "no unit 99,999",
        "no view 'x'",
        "'0' is not the number of a class",
        "after 77 training",
        "'1-a' is no place in an output",
    ):
        assert sentence in text
    assert "no class 11. The network tells apart 10" in words(visit(NETWORK, run=digits_run.id, **{"class": "11"}))
