"""Questions about what is seen inside a network, and feedback that looks at the answer. Imports no framework."""

from collections.abc import Mapping

import numpy as np

from nnviz.concepts.check import Making, Question, Story, Verdict, number_verdict, plain

_STORIES = (
    Story(
        "All 16 units of a layer of ReLUs are 0 for each of 200 images",
        "The layer is dead: nothing behind it can depend on the image",
        {
            "The layer is frozen: its weights have not moved": "Frozen weights still let images through: their outputs "
            "differ from image to image.",
            "The images are all black": "Then the input row would be 0 too, and another layer's outputs would not "
            "change either.",
        },
    ),
    Story(
        "A layer's weights lie exactly as they were drawn, and all other layers have moved",
        "The layer was frozen during training",
        {
            "The layer is dead": "A dead layer passes no gradient on, so the layers before it would not have moved "
            "either.",
            "The learning rate was too small": "Then all layers would have moved only a little.",
        },
    ),
    Story(
        "A network is right for 98 % of its training images and for 11 % of new ones with ten classes",
        "It has learnt its images by heart: what it knows does not hold for others",
        {
            "It is saturated": "A saturated layer shows in its activations. It may even score well on new images.",
            "Its inputs are not scaled": "That spoils both scores alike: the same numbers go in.",
        },
    ),
    Story(
        "A hidden layer of tanh stands within 0.05 of −1 or 1 for nearly all images",
        "The layer is saturated: its slope is nearly 0, so it learns hardly anything any more",
        {
            "The layer is sure of itself, which is good": "Sure of what? At the flat ends the slope is nearly 0, and "
            "so is the gradient of all its weights.",
            "The layer is dead": "A dead unit never changes. These do: they jump from −1 to 1.",
        },
    ),
)


def ask(number: int) -> Question:
    """Question `number`, counted from 0: what is seen and what follows, selectivity, silent units, in turn."""
    kind, turn = number % 3, number // 3
    if kind == 0:
        return _STORIES[turn % len(_STORIES)].ask("What follows?", number)
    if kind == 1:
        most, others = _means(turn)
        return Question(
            f"A unit's mean output is **{plain(most)}** for sevens and **{plain(others)}** for all other digits. How "
            "selective is it, from 0 to 1?"
        )
    old, new = _lengths(turn)
    return Question(
        f"A layer's weights began with the length **{plain(old)}**, and training changed them by a vector of length "
        f"**{plain(new)}**. By how many per cent of their first length have they moved?",
        unit="%",
    )


def judge(number: int, answer: float | str) -> Verdict:
    """What a choice or a typed number shows."""
    kind, turn = number % 3, number // 3
    if kind == 0:
        return _STORIES[turn % len(_STORIES)].judge(answer)
    return (_judge_selectivity if kind == 1 else _judge_moved)(turn, float(answer))


def _means(turn: int) -> tuple[float, float]:
    rng = np.random.default_rng(700 + turn)
    others = float(rng.choice([0.2, 0.3, 0.5, 0.6, 1.0]))
    return round(others * float(rng.choice([3, 4, 7, 9])), 2), others


def _judge_selectivity(turn: int, answer: float) -> Verdict:
    most, others = _means(turn)
    truth = (most - others) / (most + others)
    mistakes = {
        "That is how many times as much it answers. Selectivity divides the difference by the sum.": most / others,
        "That is the difference alone. Divide it by the sum, so that it does not hang on the unit's scale.": most
        - others,
        "You divided by the larger mean; the sum is what stands below.": (most - others) / most,
        "That is the share of the sum that belongs to the sevens: a unit that answers to all alike would get 0.5.": most
        / (most + others),
    }
    written = f"({plain(most)} − {plain(others)}) / ({plain(most)} + {plain(others)}) = {plain(truth)}"
    return number_verdict(answer, truth, written, mistakes, "Difference over sum.")


def _lengths(turn: int) -> tuple[float, float]:
    rng = np.random.default_rng(900 + turn)
    old = float(rng.choice([2.0, 2.5, 4.0, 5.0, 8.0]))
    return old, round(old * float(rng.choice([0.2, 0.6, 1.3, 1.5, 4.0])), 2)


def _judge_moved(turn: int, answer: float) -> Verdict:
    old, new = _lengths(turn)
    truth = 100 * new / old
    mistakes = {
        "That is the share itself. In per cent it is a hundred times that.": new / old,
        "That adds the first length. Asked is the change alone.": 100 * (new + old) / old,
        "You divided the other way round.": 100 * old / new,
        "That is how far apart the two lengths are; the change is a vector of its own.": 100 * abs(new - old) / old,
    }
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.01}
    written = f"{plain(new)} / {plain(old)} = {plain(truth)} %"
    return number_verdict(answer, truth, written, mistakes, "Change over beginning.")


def _judge_case(measures: Mapping[str, float]) -> Verdict:
    if "solved" not in measures:
        return Verdict(False, "The picture has not said yet what it stands at. Let it finish, then check again.")
    if measures["solved"] < 1:
        return Verdict(False, "No case is solved yet: fault and layer have to be named, and right.")
    return Verdict(True, f"Done: {measures['solved']:g} solved.")


def _judge_fooled(measures: Mapping[str, float]) -> Verdict:
    if not measures.get("drawn"):
        return Verdict(False, "The image in sight is a real digit. Press “Blank” and paint one of your own.")
    sound = measures.get("sound", -1)
    if sound != 3 or measures.get("sure", 0) < 0.8:
        read = f"{sound:g} with {100 * measures.get('sure', 0):.0f} %"
        hint = "Begin at the top edge, end at the bottom one."
        return Verdict(False, f"The sound network reads {read}. Three is asked for, at 80 % or more. {hint}")
    return Verdict(True, "Done: it reads your three.")


MAKINGS = (
    Making(
        "**Make the picture do this.** Solve one case: name the fault, and its layer where it is in one.",
        {"view": "fault", "case": 0},
        _judge_case,
    ),
    Making(
        "**Make the picture do this.** Paint a **3** that the sound network reads with at least 80 %.",
        {"view": "fault", "case": 0, "example": 0},
        _judge_fooled,
    ),
)
"""What the reader is to make the picture do."""
