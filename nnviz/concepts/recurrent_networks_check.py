"""Questions about recurrent networks, each with other numbers, and what an answer shows. Imports no framework."""

import numpy as np

from nnviz.concepts.check import Question, Verdict, number_verdict, plain, recognise

_KINDS = ("memory", "wipe", "slope", "hold", "weights", "reach")
_HELD, _KEPT = 0.7, 0.1


def ask(number: int) -> Question:
    """Question `number`: six kinds in turn, each time with other numbers."""
    kind, given = _given(number)
    return _ASK[kind](given)


def judge(number: int, answer: float | str | dict[str, float]) -> Verdict:
    """What an answer shows: the right one, the trace of a usual mistake, or how far it is off."""
    kind, given = _given(number)
    return _JUDGE[kind](given, answer)


def _given(number: int) -> tuple[str, dict[str, float]]:
    rng = np.random.default_rng(1800 + number)
    return _KINDS[number % len(_KINDS)], {
        "f": float(rng.choice([0.5, 0.8, 0.9])),
        "c": float(rng.choice([2.0, 1.5, -2.0])),
        "i": float(rng.choice([0.2, 0.4, 0.6])),
        "g": float(rng.choice([-0.5, 0.5, -1.0])),
        "u": float(rng.choice([0.5, 0.8, 0.9, 1.2])),
        "steps": int(rng.integers(3, 7)),
        "units": int(rng.choice([4, 10, 16, 32])),
        "inputs": int(rng.choice([1, 3, 5])),
    }


def _ask_memory(given) -> Question:
    f, c, i, g = (plain(given[name]) for name in "fcig")
    return Question(
        f"One unit of an LSTM: its memory is **{c}**, the forget gate says **{f}**, the input gate **{i}**, and the "
        f"candidate is **{g}**. What is the new memory?",
        {"view": "read", "cell": "LSTM", "step": 9},
    )


def _judge_memory(given, answer) -> Verdict:
    f, c, i, g = (given[name] for name in "fcig")
    written = f"{plain(f)} · {plain(c)} + {plain(i)} · {plain(g)} = {plain(f * c + i * g)}"
    mistakes = {
        "You kept all of the old memory: the forget gate multiplies it first.": c + i * g,
        "You added all of the candidate: the input gate multiplies it first.": f * c + g,
        "That is the old part alone. What the input gate lets in is added.": f * c,
        "You exchanged the gates: the forget gate is for the old memory, the input gate for the candidate.": i * c
        + f * g,
    }
    return number_verdict(answer, f * c + i * g, written, mistakes, "New memory = f · old memory + i · candidate.")


_WIPE = {
    "It goes on as if the text began after that step": "",
    "Only the answer at that step changes": "Later steps are built on this step’s memory: what is gone stays gone.",
    "The network forgets its weights": "Weights change in training only. What is wiped is what it held about this "
    "text.",
    "Nothing: the next step reads the text again": "A recurrent network sees each character once. Whatever it did not "
    "keep is lost.",
}


def _ask_wipe(given) -> Question:
    return Question(
        "In a trained LSTM, the forget gates **and** the input gates of all units are held at **0** for one step in "
        "the middle. What follows?",
        {"view": "read", "cell": "LSTM", "step": 11, "held": {"f": 0, "i": 0}},
        tuple(_WIPE),
    )


def _judge_wipe(given, answer) -> Verdict:
    wrong = _WIPE.get(str(answer), "Choose one of the four.")
    if not wrong:
        return Verdict(True, "Right: c = 0 · c + 0 · g = 0, and so is h = o · tanh(0). All that it knew is gone.")
    return Verdict(False, wrong)


def _ask_slope(given) -> Question:
    return Question(
        f"A unit without tanh, $h_t = w x_t + u h_{{t-1}}$, with **u = {plain(given['u'])}**. You nudge its state; how "
        f"many times as far has the state moved **{given['steps']} steps later**?",
        {"view": "reach", "source": "drawn", "radius": given["u"], "linear": True},
    )


def _judge_slope(given, answer) -> Verdict:
    u, steps = given["u"], given["steps"]
    mistakes = {
        "You multiplied by the number of steps. Each step multiplies by u again: a power.": u * steps,
        "One step too few: from the nudge on, every step multiplies by u.": u ** (steps - 1),
        "One step too many.": u ** (steps + 1),
    }
    return number_verdict(
        answer,
        u**steps,
        f"{plain(u)} to the power of {steps} is {plain(u**steps)}",
        mistakes,
        "Multiply by u each step.",
    )


def _ask_hold(given) -> Question:
    return Question(
        "Under **The loop, unrolled**, with a bias of 0: only the first input is 1. Set the weights so that the state "
        f"after step 6 is still **at least {_HELD}**.",
        {"view": "loop", "w": 1, "u": 0.5, "b": 0, "inputs": [1, 0, 0, 0, 0, 0]},
        make=True,
    )


def _judge_hold(given, measures) -> Verdict:
    if measures.get("view") != 1:
        return Verdict(False, "Open “The loop, unrolled” first.")
    if measures.get("first") != 1 or measures.get("others") != 0:
        return Verdict(False, "The first input is to be 1 and all the others 0: press them.")
    if abs(measures.get("b", 0)) > 0.001:
        return Verdict(False, "With a bias the unit needs no memory at all. Set b to 0.")
    last = measures.get("last", 0)
    if last >= _HELD:
        return Verdict(True, f"Right: the state is still {plain(last)}. The loop gives back what tanh takes.")
    return Verdict(False, f"After step 6 the state is {plain(last)}: each round loses some. Make the loop stronger.")


def _ask_weights(given) -> Question:
    many = "s" * (given["inputs"] > 1)
    return Question(
        f"An **LSTM of {given['units']} units** reads **{given['inputs']}** number{many} a step. "
        "How many weights does it have, biases included?"
    )


def _judge_weights(given, answer) -> Verdict:
    units, inputs = int(given["units"]), int(given["inputs"])
    one = units * (inputs + units + 1)
    mistakes = {
        "That is one of its four parts. Three gates and the candidate each have weights of their own.": one,
        "You counted the three gates. The candidate has weights too.": 3 * one,
        "You left out the loop: each unit also reads all outputs of the step before.": 4 * units * (inputs + 1),
        "You left out the biases: one for each unit and part.": 4 * units * (inputs + units),
    }
    truth = 4 * one
    why = f"4 · {units} · ({inputs} + {units} + 1) = {truth:,}: the same at every step, however long the sequence."
    if abs(float(answer) - truth) <= 0.3:
        return Verdict(True, f"Right: {why}")
    way = "too many" if answer > truth else "too few"
    return Verdict(False, recognise(float(answer), mistakes, 0.3) or f"{plain(answer)} is {way}. {why}")


def _ask_reach(given) -> Question:
    return Question(
        "Under **Back through time**, with new cells: bring it about that at least **a tenth** of the slope of the "
        "**LSTM** arrives 40 steps back, and that of the GRU too.",
        {"view": "reach", "source": "drawn", "radius": 1, "keep": 0},
        make=True,
    )


def _judge_reach(given, measures) -> Verdict:
    if measures.get("view") != 2 or measures.get("drawn") != 1:
        return Verdict(False, "Show new cells under “Back through time” first.")
    least = min((measures.get(name, 0.0), name) for name in ("LSTM", "GRU"))
    if least[0] >= _KEPT:
        return Verdict(True, "Right: gates that stay near 1 let the slope pass almost whole, step after step.")
    return Verdict(
        False, f"Of the {least[1]}’s slope {plain(least[0])} arrives. What multiplies its memory at each step?"
    )


_ASK = dict(zip(_KINDS, (_ask_memory, _ask_wipe, _ask_slope, _ask_hold, _ask_weights, _ask_reach), strict=True))
_JUDGE = dict(
    zip(_KINDS, (_judge_memory, _judge_wipe, _judge_slope, _judge_hold, _judge_weights, _judge_reach), strict=True)
)
