"""The views Weights and Units of the page Network: what each shows of a trained network, and of a wrong choice."""

from tests.app.conftest import words

NETWORK = "pages/inside/network.py"


def test_a_unit_is_shown_by_what_excites_it_and_by_what_is_lost_without_it(visit, digits_run):
    app = visit(NETWORK, run=digits_run.id, view="units", layer="conv2d_1", unit="2")
    assert "Unit 2** responds from" in words(app) and len(app.get("plotly_chart")) == 3
    app.segmented_control(key="units.part:1").select("without").run()
    assert not app.exception and "Right without" in words(app)
    off = app.multiselect(key="units.off.conv2d_1.1:1")
    off.set_value(list(range(8))).run()
    assert not app.exception and _share(app, "Right without") < _share(app, "Right as it is")
    app.segmented_control(key="units.part:1").select("held").run()
    assert not app.exception and "The unit is held everywhere in its map" in words(app)


def _share(app, name: str) -> float:
    text = words(app)
    value = text[text.index(name) :].split("nn-value'>")[1].split(" %")[0]
    return float(value)
