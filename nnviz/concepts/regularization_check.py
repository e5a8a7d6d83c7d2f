"""Questions about regularization, each with other numbers, and feedback that looks at the reader's answer."""

import numpy as np

from nnviz.concepts.check import Question, Story, Verdict, number_verdict, plain
from nnviz.concepts.penalty import best

_KINDS = ("l2", "remedy", "zero", "l1", "penalty", "half")
_REMEDIES = (
    Story(
        "The training loss falls to 0.01, and the validation loss has risen from 0.4 to 1.3",
        "It learns the training examples by heart: penalise weights, or stop at the lowest validation loss",
        {
            "It is too small: give it more units": "More units would learn by heart even faster: the training loss is "
            "low already, so size is not what is missing.",
            "The learning rate is too low": "A low rate learns slowly. This network has learnt its training examples: "
            "their loss is almost 0.",
            "Nothing is wrong": "Compare the two losses: it knows the examples it has seen, and is wrong, and sure of "
            "it, about new ones.",
        },
    ),
    Story(
        "Training and validation loss both stay at 0.65, and L2 of strength 1 is on",
        "The penalty is too strong: the weights are held so near 0 that nothing can be learnt",
        {
            "It overfits: make the penalty stronger": "A network that overfits does well on its training examples. "
            "This one does badly on both.",
            "It needs dropout as well": "Dropout makes it still harder to fit the training examples, which it does not "
            "manage now.",
            "It needs fewer epochs": "Fewer epochs help where the validation loss rises. Here both stay high.",
        },
    ),
    Story(
        "With dropout of 0.5 the training loss is 0.40 and the validation loss 0.33",
        "All is well: while training half of the units are out, for validation all are in",
        {
            "Training and validation examples were mixed up": "They may be, but there is a simpler reason: who is in "
            "while the training loss is measured?",
            "It overfits": "Then the validation loss would be the higher one.",
            "Dropout must be turned off while training": "Then it would do nothing at all: it works by leaving units "
            "out while training.",
        },
    ),
)


def ask(number: int) -> Question:
    """Question `number`, counted from 0: six kinds in turn, each time with other numbers."""
    kind, (star, l1, l2) = _given(number)
    if kind == "l2":
        return Question(
            f"The data alone would make a weight **{plain(star)}**. Its cost is ½ (w − {plain(star)})², and L2 of "
            f"strength **{plain(l2)}** adds {plain(l2)} · w². Which weight is learnt?",
            {"view": "weight", "star": star, "l1": 0, "l2": 0},
        )
    if kind == "l1":
        return Question(
            f"The data alone would make a weight **{plain(star)}**. Its cost is ½ (w − {plain(star)})², and L1 of "
            f"strength **{plain(l1)}** adds {plain(l1)} · |w|. Which weight is learnt?",
            {"view": "weight", "star": star, "l1": 0, "l2": 0},
        )
    if kind == "penalty":
        return Question(
            f"A layer has the weights **{plain(star)}**, **{plain(-l1)}** and **{plain(2 * l1)}**. How much does L2 of "
            f"strength **{plain(l2)}** add to the loss?"
        )
    if kind == "remedy":
        return _story(number).ask("What does that say?", number)
    if kind == "zero":
        return Question(
            f"In the picture, let the data ask for a weight of at least **{plain(abs(star))}**, and make the penalty "
            "turn it into exactly 0.",
            {"view": "weight", "star": abs(star), "l1": 0, "l2": 1},
            make=True,
        )
    return Question(
        "In the picture, turn L1 off and make L2 keep between 45 % and 55 % of what the data ask for.",
        {"view": "weight", "star": abs(star), "l1": l1, "l2": 0},
        make=True,
    )


def _story(number: int) -> Story:
    return _REMEDIES[number // len(_KINDS) % len(_REMEDIES)]


def judge(number: int, answer) -> Verdict:
    """What an answer shows: that it is right, the trace of a usual mistake, or how far it is off."""
    kind, given = _given(number)
    if kind == "remedy":
        return _story(number).judge(answer)
    judges = {"l2": _judge_l2, "l1": _judge_l1, "penalty": _judge_penalty, "zero": _judge_zero, "half": _judge_half}
    return judges[kind](answer, given)


def _given(number: int) -> tuple[str, tuple[float, float, float]]:
    """(kind, (w*, λ₁, λ₂)): w* between 1 and 2.4 or the negative of that, λ₁ smaller than it, λ₂ a quarter to 2."""
    rng = np.random.default_rng(7000 + number)
    star = float(rng.choice([-1, 1])) * float(rng.integers(10, 25)) / 10
    l1 = float(rng.choice([0.2, 0.3, 0.4, 0.6, 0.7, 0.8]))
    return _KINDS[number % len(_KINDS)], (star, l1, float(rng.choice([0.25, 0.5, 0.75, 1.5, 2])))


def _judge_l2(answer: float, given) -> Verdict:
    star, _, l2 = given
    truth = best(star, l2=l2)
    mistakes = {
        "That is the weight without a penalty. The penalty pulls it towards 0.": star,
        "The slope of λ w² is 2 λ w: divide by 1 + 2 λ, not by 1 + λ.": star / (1 + l2),
        "L2 does not take a fixed piece off: it divides.": best(star, l1=l2),
        "The size is right and the sign is not: a penalty does not change it.": -truth,
        "You left out the 1 that the data's own cost brings: (w − w*) + 2 λ w = 0.": star / (2 * l2),
    }
    written = f"(w − w*) + 2 λ w = 0, so w = {plain(star)} / (1 + 2 × {plain(l2)}) = {plain(truth)}"
    return number_verdict(answer, truth, written, mistakes, "Where is the slope of the whole cost 0?")


def _judge_l1(answer: float, given) -> Verdict:
    star, l1, _ = given
    truth = best(star, l1=l1)
    mistakes = {
        "That is the weight without a penalty. The penalty pulls it towards 0.": star,
        "You moved it away from 0. The penalty pulls towards 0.": star + np.sign(star) * l1,
        "That is what L2 of this strength would leave. L1 takes the same piece off every weight.": best(star, l2=l1),
        "The slope of λ |w| is λ, not 2 λ.": best(star, l1=2 * l1),
        "The size is right and the sign is not: a penalty does not change it.": -truth,
    }
    written = f"L1 takes λ off the size: {plain(abs(star))} − {plain(l1)} = {plain(abs(truth))}, and the sign stays"
    return number_verdict(answer, truth, written, mistakes, "L1's slope is λ wherever the weight is.")


def _judge_penalty(answer: float, given) -> Verdict:
    star, l1, l2 = given
    weights = np.array([star, -l1, 2 * l1])
    truth = l2 * float((weights**2).sum())
    mistakes = {
        "That is L1: the sum of sizes. L2 adds squares.": l2 * float(np.abs(weights).sum()),
        "You squared the sum. Square each weight first, then add.": l2 * float(weights.sum()) ** 2,
        "You left out the strength.": truth / l2,
        "There is no ½ in Keras's L2.": truth / 2,
        "You added the weights without squaring them.": l2 * float(weights.sum()),
    }
    written = f"{plain(l2)} × ({plain(star)}² + {plain(l1)}² + {plain(2 * l1)}²) = {plain(truth)}"
    return number_verdict(answer, truth, written, mistakes, "Square each weight, add, and multiply by the strength.")


def _judge_zero(measures: dict[str, float], given) -> Verdict:
    wanted = abs(given[0])
    star, weight, l1 = measures.get("star", 0.0), measures.get("weight", 1.0), measures.get("l1", 0.0)
    if abs(star) < wanted - 1e-9:
        return Verdict(False, f"The data ask for {plain(star)} only. Drag w* to {plain(wanted)} or beyond.")
    if weight == 0:
        return Verdict(
            True, f"Right: L1 of {plain(l1)} takes all of {plain(abs(star))} off. L2 alone never gets there."
        )
    if not l1:
        return Verdict(
            False, f"L2 divides: {plain(weight)} is left, and never exactly 0. Which penalty takes pieces off?"
        )
    return Verdict(False, f"L1 of {plain(l1)} leaves {plain(weight)}. How much would it have to take off?")


def _judge_half(measures: dict[str, float], given) -> Verdict:
    share, l1, l2 = (measures.get(name, 0.0) for name in ("share", "l1", "l2"))
    if l1:
        return Verdict(False, f"L1 is still on, at {plain(l1)}.")
    if 0.45 <= share <= 0.55:
        return Verdict(
            True, f"Right: with λ = {plain(l2)} a weight is divided by 1 + 2 λ = {plain(1 + 2 * l2)}, whatever it was."
        )
    return Verdict(False, f"{plain(100 * share)} % is left: {'stronger' if share > 0.5 else 'weaker'}.")
