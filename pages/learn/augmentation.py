"""Learn: augmentation. Its text is in augmentation.md, its picture in nnviz/web/lessons/augmentation/picture.js."""

from functools import partial

from nnviz.concepts import asked, augmentation_asked, augmentation_check
from nnviz.concepts.augmentation_races import RACES, STRENGTHS, reader, taught
from nnviz.errors import RunError
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door
from pages.shared.session import state

_VARIANTS = 11


def own_run():
    """The trained run in hand whose examples are images; None where there is none."""
    run = state.run()
    if run is None or not run.model_path.is_file() or run.schema is None or run.schema.kind != "image":
        return None
    return run


def digits(_) -> dict:
    """The digits to turn: they are there at once, also where a network must learn first."""
    told = engine.call("learn_digits")
    return {"digits": {"images": pack(told["images"]), "labels": told["labels"].tolist()}}


def told_reader(question) -> dict:
    """A network that the browser asks."""
    told = engine.call("learn_reader", augmentation_asked.strength(question), timeout=90)
    return {"reader": {**told, "weights": [pack(value) for value in told["weights"]]}}


def own(question) -> dict:
    """The run in hand along a dial."""
    run = own_run()
    if run is None:
        raise RunError("Your run does not sort images.", fix="Train one on images.", where="run")
    told = engine.call("learn_own_dial", run.id, *augmentation_asked.own(question), timeout=90)
    return {"own": {name: pack(value) if hasattr(value, "shape") else value for name, value in told.items()}}


def turned(question) -> dict:
    """How well the readers of few digits read turned ones."""
    return {"turned": engine.call("learn_turned", augmentation_asked.examples(question), timeout=120)}


def draws(question) -> dict:
    """One digit as training draws it at a strength, again and again."""
    strength, example, seed = augmentation_asked.draws(question)
    data = taught("none").data.replace(augmentations=STRENGTHS[strength])
    shown = engine.call("augmented_example", data, example, _VARIANTS, seed)
    return {
        "draws": {
            "kind": "image",
            "original": pack(shown.original),
            "variants": pack(shown.variants),
            "words": list(shown.words),
            "label": shown.label,
        }
    }


def answer(question) -> dict:
    """What the picture asks for."""
    ways = {"digits": digits, "reader": told_reader, "own": own, "turned": turned, "draws": draws}
    want = asked.wanted(question, *augmentation_asked.WANTS)
    return ways[want](question) if want in ways else racing.answer(question, RACES)


text = lesson.begin("augmentation")
run = own_run()
lesson.picture(text, {"own": {"title": run.experiment.title or "your run"} if run else None}, answer)
lesson.rest(
    text,
    augmentation_check.ask,
    augmentation_check.judge,
    doors=(
        Door(
            "Train on 200 digits with small changes",
            "Opens Train with the lesson's own network",
            partial(reader, "right", 200),
        ),
        Door(
            "Choose the changes for your own data",
            "Opens Data: its tab Augment shows each change on your examples",
            page="pages/lab/data.py",
        ),
        Door(
            "Ask a study whether it helps",
            "Opens Studies: with and without a thing, several seeds",
            page="pages/lab/studies.py",
        ),
    ),
)
