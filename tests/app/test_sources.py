"""The picker of data: one source is chosen in all, what narrows it down hides and loses nothing."""

from nnviz.data.catalog import SOURCES
from pages.shared import frame
from pages.shared.forms.sources import matches
from tests.app.conftest import in_hand, words

TOYS, MADE = "data.source.Toy, two dimensions:0", "data.source.Made, truth known:0"


def found(typed: str = "", *only: str) -> set[str]:
    return {name for name, source in SOURCES.items() if matches(source, typed, list(only))}


def test_words_kinds_and_tasks_narrow_the_sources_down():
    assert found() == set(SOURCES)
    assert found("IRIS fisher") == {"iris"} and found("no such thing") == set()
    assert {"stocks", "life_expectancy"} <= found("", "Sequences", "Numbers") and "motifs" in found("", "Sequences")
    assert "motifs" not in found("", "Sequences", "Numbers") and "sentences" in found("", "Texts")
    assert {"own_table", "diabetes", "surface"} <= found("", "Numbers"), "an own table may hold any task"
    assert "iris" not in found("", "Numbers") and {"iris", "digits"} <= found("", "Classes")


def test_one_source_is_chosen_in_all_and_the_search_only_hides(visit):
    app = visit("pages/lab/data.py")
    assert app.radio(key=TOYS).value == "spirals" and app.radio(key=MADE).value is None
    app.radio(key=MADE).set_value("sentences").run()
    assert not app.exception, app.exception[0].value
    assert in_hand(app).experiment.data.source == "sentences"
    assert app.radio(key=TOYS).value is None and app.radio(key=MADE).value == "sentences"
    assert "What decides is known" in words(app) and in_hand(app).experiment.model.layers[0].kind == "Embedding"
    app.text_input(key="data.search").input("two half moons").run()
    assert [own for radio in app.radio for own in radio.options if "Moons" in own] and len(app.radio) == 1
    assert in_hand(app).experiment.data.source == "sentences", "hidden, and still in hand"
    app.radio(key=TOYS).set_value("moons").run()
    app.text_input(key="data.search").input("").run()
    assert not app.exception and in_hand(app).experiment.data.source == "moons"
    assert app.radio(key=MADE).value is None and app.radio(key=TOYS).value == "moons"


def test_a_series_is_drawn_and_its_split_by_time_is_told(visit):
    app = visit("pages/lab/data.py")
    app.radio(key="data.source.Real, series:0").set_value("stocks").run()
    assert not app.exception, app.exception[0].value
    text = words(app)
    assert "The split follows time" in text and "a network has to do better than that" in text


def test_a_shipped_table_of_names_is_corrected_like_an_own_one(visit):
    app = visit("pages/lab/data.py")
    app.radio(key="data.source.Real, tables:0").set_value("tips").run()
    assert not app.exception and "predict tip" in words(app)
    app.session_state["part"] = "Understand"
    app.run()
    assert not app.exception and "What each column is was guessed" in words(app)


def test_each_theme_has_a_choice_of_its_own(visit, monkeypatch):
    """Its labels hold pictures in the theme's colours, and the browser names a choice by its label: in another theme it
    would name none."""
    radios = []
    for dark in (False, True):
        monkeypatch.setattr(frame, "dark", lambda dark=dark: dark)
        app = visit("pages/lab/data.py")
        assert not app.exception
        radios.append(next(radio for radio in app.radio if radio.value == "spirals"))
    assert radios[0].options != radios[1].options and radios[0].key != radios[1].key
