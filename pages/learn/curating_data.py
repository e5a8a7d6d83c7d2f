"""Learn: finding and curating data. Its text is in curating_data.md, its picture in
nnviz/web/lessons/curating_data/picture.js."""

from nnviz.concepts import asked, curating_data_asked, curating_data_check
from nnviz.gallery import ready
from nnviz.specs import AugmentationSpec, DataSpec
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door


def digits(question) -> dict:
    """The digits: others', the collection to begin with, and what can be added to it."""
    told = engine.call("learn_digits_of_others")
    images = ("others", "start", "alike", "varied")
    return {
        "digits": {
            name: pack(value) if name in images else getattr(value, "tolist", lambda value=value: value)()
            for name, value in told.items()
        }
    }


def trained(question) -> dict:
    """How good a network is that learned from the collection."""
    told = engine.call("learn_collection", *curating_data_asked.collection_of(question))
    return {"trained": {**told, "held": pack(told["held"]), "said": pack(told["said"])}}


def answer(question) -> dict:
    """What the picture asks for."""
    ways = {"digits": digits, "trained": trained}
    return ways[asked.wanted(question, *ways)](question)


def three_digits(**changed):
    """The digits of this lesson, with all that scikit-learn ships of them."""
    own = ready("digits")
    data = DataSpec(source="digits", only_classes=curating_data_asked.CLASSES, **changed)
    return own.replace(title="Digits 1, 2 and 7", data=data)


def turned():
    """The same, turned at random."""
    return three_digits(augmentations=(AugmentationSpec(name="rotation"),))


text = lesson.begin("curating_data")
lesson.picture(text, {}, answer)
lesson.rest(
    text,
    curating_data_check.ask,
    curating_data_check.judge,
    doors=(
        Door(
            "Understand these digits",
            "Opens Data with the digits 1, 2 and 7: copies, balance, odd ones",
            three_digits,
            "pages/lab/data.py",
        ),
        Door(
            "Turn them at random instead",
            "Opens Data with the same digits, turned at random: see its tab Augment",
            turned,
            "pages/lab/data.py",
        ),
        Door(
            "Look at your own data",
            "Opens Data with what you have in hand; its sources include your camera and your files",
            page="pages/lab/data.py",
        ),
    ),
)
