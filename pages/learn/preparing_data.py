"""Learn: preparing data. Its text is in preparing_data.md, its picture in
nnviz/web/lessons/preparing_data/picture.js."""

from nnviz.concepts import asked, preparing_data_check
from nnviz.concepts.preparing_data_races import RACES, filled, leaks
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def packed(told: dict) -> dict:
    """Arrays of reals packed, those of whole numbers as lists."""
    ways = {"x", "chances", "y", "life"}
    return {name: pack(value) if name in ways else value for name, value in told.items()}


def tables(question) -> dict:
    """The wines and the countries."""
    told = engine.call("learn_faulty_table")
    wine = {**packed(told["wine"]), "measured": {how: part.tolist() for how, part in told["wine"]["measured"].items()}}
    whole = {name: wine[name].tolist() for name in ("labels", "part", "numbers")}
    countries = packed(told["countries"])
    return {"tables": {"wine": {**wine, **whole}, "countries": {**countries, "codes": countries["codes"].tolist()}}}


def columns(question) -> dict:
    """The columns of numbers of the data in hand."""
    return {"columns": packed(engine.call("learn_own_columns", state.experiment().data))}


def answer(question) -> dict:
    """What the picture asks for."""
    ways = {"tables": tables, "columns": columns}
    want = asked.wanted(question, *ways, "race", "take")
    return ways[want](question) if want in ways else racing.answer(question, RACES)


def gappy():
    """A fifth of the cells empty, filled with medians."""
    return filled("Wine with gaps, medians", "median", {"gaps": 0.2, "judge": "new wines"})


def leaky():
    """The network that is given the number of the sample."""
    return leaks("number").variants[0][1]


text = lesson.begin("preparing_data")
lesson.picture(text, {"own": state.experiment().title or "Your data"}, answer)
lesson.rest(
    text,
    preparing_data_check.ask,
    preparing_data_check.judge,
    doors=(
        Door(
            "Prepare the wine with gaps",
            "Opens Data with a fifth of the cells empty: its tab Prepare has every step of this page",
            gappy,
            "pages/lab/data.py",
        ),
        Door(
            "Find the leak with the app’s own eyes",
            "Opens Data with the sample number as a column: its profile looks for leaks",
            leaky,
            "pages/lab/data.py",
        ),
        Door("Prepare your own data", "Opens Data with what you have in hand", page="pages/lab/data.py"),
    ),
)
