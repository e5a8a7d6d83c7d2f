"""Questions about attention, each with other numbers, and what an answer shows. Imports no framework."""

import numpy as np

from nnviz.concepts.attention import attend
from nnviz.concepts.check import Question, Verdict, number_verdict, plain, recognise

_KINDS = ("score", "positions", "share", "turn", "causal", "head")
_WANTED, _FALLEN = 0.8, 0.5


def ask(number: int) -> Question:
    """Question `number`: six kinds in turn, each time with other numbers."""
    kind, given = _given(number)
    return _ASK[kind](given)


def judge(number: int, answer: float | str | dict[str, float]) -> Verdict:
    """What an answer shows: the right one, the trace of a usual mistake, or how far it is off."""
    kind, given = _given(number)
    return _JUDGE[kind](given, answer)


def _given(number: int) -> tuple[str, dict]:
    rng = np.random.default_rng(1900 + number)
    query, key = rng.choice([-2, -1, 1, 2, 3], 4), rng.choice([-1, 1, 2], 4)
    if query @ key == 0:
        key[0] += 1
    return _KINDS[number % len(_KINDS)], {
        "query": query.tolist(),
        "key": key.tolist(),
        "scores": [float(rng.choice([1.0, 2.0, 3.0])), float(rng.choice([0.0, -1.0, 0.5]))],
        "wanted": int(rng.integers(1, 5)),
        "length": int(rng.integers(5, 13)),
    }


def _vector(values) -> str:
    return f"({', '.join(plain(value) for value in values)})"


def _ask_score(given) -> Question:
    return Question(
        f"A query **{_vector(given['query'])}** meets a key **{_vector(given['key'])}**. What is the score, before "
        "softmax?",
        {"view": "vectors", "q": [0.5, 2]},
    )


def _judge_score(given, answer) -> Verdict:
    products = [q * k for q, k in zip(given["query"], given["key"], strict=True)]
    product = sum(products)
    mistakes = {
        "That is the product alone. It is divided by √d, the root of how many numbers a vector has.": product,
        "You divided by d. It is its root, since products of d numbers spread like √d.": product / 4,
        "You multiplied by √d instead of dividing.": product * 2,
    }
    written = f"{plain(product)} / √4 = {plain(product / 2)}"
    return number_verdict(answer, product / 2, written, mistakes, "Multiply number by number, add up, divide by √4.")


_POSITIONS = {
    "Equal letters must get equal answers, wherever they stand": "",
    "It learns it, but more slowly": "However long it trains: nothing in its input tells places apart.",
    "It learns it with more heads": "Each head sees the same vectors; none of them knows the places.",
    "It learns it for lists without repeated letters": "It knows which letters there are, but not in what order.",
}


def _ask_positions(given) -> Question:
    return Question(
        "A transformer without positions is to turn lists around. What keeps it from learning that?",
        {"view": "map", "task": "reverse", "positions": False},
        tuple(_POSITIONS),
    )


def _judge_positions(given, answer) -> Verdict:
    wrong = _POSITIONS.get(str(answer), "Choose one of the four.")
    if not wrong:
        return Verdict(
            True, "Right: the same letter is the same vector, asks the same and gets the same. Order is invisible."
        )
    return Verdict(False, wrong)


def _ask_share(given) -> Question:
    first, second = (plain(score) for score in given["scores"])
    return Question(
        f"A query has two keys to look at, with scores **{first}** and **{second}**. What share does the first one get?"
    )


def _judge_share(given, answer) -> Verdict:
    first, second = given["scores"]
    share = float(attend(np.array([first]), np.array([[1.0], [second / first]]), np.eye(2), 1.0).weights[0])
    power = np.exp(first)
    mistakes = {
        "That is the share of the other one.": 1 - share,
        "You divided the scores themselves. Softmax takes e to the power of each first.": first / (first + second)
        if first + second
        else np.nan,
        "That is e to the power of the score; it is divided by the sum of both powers.": power,
    }
    written = f"e^{plain(first)} / (e^{plain(first)} + e^{plain(second)}) = {plain(share)}"
    return number_verdict(answer, share, written, mistakes, "Take e to the power of each score, then its part of both.")


def _ask_turn(given) -> Question:
    return Question(
        "Under **Queries and keys**, scores divided by √2 (1.41): drag the **query** so that key "
        f"**{given['wanted']}** gets at least **{100 * _WANTED:.0f} %**.",
        {"view": "vectors", "q": [0, 0], "divide": 1.41},
        make=True,
    )


def _judge_turn(given, measures) -> Verdict:
    if measures.get("view") != 1:
        return Verdict(False, "Open “Queries and keys” first.")
    if abs(measures.get("divide", 0) - 1.414) > 0.02:
        return Verdict(False, "The scores are to be divided by √2: set it back.")
    share = measures.get(f"share{given['wanted']}", 0.0)
    if share >= _WANTED:
        return Verdict(True, f"Right: {100 * share:.0f} %. A longer query makes the differences larger, too.")
    return Verdict(False, f"It gets {100 * share:.0f} %. Point the query where the key points, and make it longer.")


def _ask_causal(given) -> Question:
    return Question(
        f"In a list of **{given['length']}** places no place may look ahead; each may look at itself. How many of the "
        "map’s cells are allowed?"
    )


def _judge_causal(given, answer) -> Verdict:
    n = given["length"]
    truth = n * (n + 1) // 2
    why = f"1 + 2 + … + {n} = {truth}: the diagonal and what is below it."
    mistakes = {
        "That is the whole map.": n * n,
        "You left out the diagonal: each place may look at itself.": n * (n - 1) // 2,
        "That is the diagonal alone.": n,
    }
    if abs(float(answer) - truth) <= 0.3:
        return Verdict(True, f"Right: {why}")
    way = "too many" if answer > truth else "too few"
    return Verdict(False, recognise(float(answer), mistakes, 0.3) or f"{plain(answer)} is {way}. {why}")


def _ask_head(given) -> Question:
    return Question(
        "Under **Watch it learn**, with lists turned around, positions and a fully trained network: switch off **one "
        f"head** so that fewer than **{100 * _FALLEN:.0f} %** of the letters are right.",
        {"view": "map", "task": "reverse"},
        make=True,
    )


def _judge_head(given, measures) -> Verdict:
    if measures.get("view") != 0 or measures.get("reverse") != 1:
        return Verdict(False, "Show the network that turns lists around first.")
    if measures.get("positions") != 1 or measures.get("causal") != 0:
        return Verdict(False, "Take the network with positions that looks everywhere.")
    if measures.get("trained", -1) < 200:
        return Verdict(False, "Let it train to the end first: drag the moment to the right.")
    if measures.get("forbidden", 0) > 0:
        return Verdict(False, "Allow all looks again: the head alone is to do it.")
    if measures.get("heads") != 1:
        return Verdict(False, "One head is to be off, and the other one on.")
    share = 100 * measures.get("accuracy", 1.0)
    if share < 100 * _FALLEN:
        return Verdict(True, f"Right: {share:.0f} % are left. That head did the work.")
    return Verdict(False, f"{share:.0f} % are still right: the other head did most of the work.")


_ASK = dict(zip(_KINDS, (_ask_score, _ask_positions, _ask_share, _ask_turn, _ask_causal, _ask_head), strict=True))
_JUDGE = dict(
    zip(_KINDS, (_judge_score, _judge_positions, _judge_share, _judge_turn, _judge_causal, _judge_head), strict=True)
)
