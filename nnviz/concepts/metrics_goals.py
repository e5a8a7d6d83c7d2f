"""Questions about metrics that the picture answers: it is judged by what it measures of itself."""

from nnviz.concepts.check import Question, Verdict, plain

_LEAST = 0.9
_WAIT = "The cases are not there yet: open “The waiting room” and wait a moment."


def ask_found(g: dict) -> Question:
    """Nine in ten of the ill to be found, with as few false alarms as that allows."""
    return Question(
        "Make the picture do this: with the **quick test**, find at least **90 %** of the ill, and frighten as "
        "few healthy people as that allows.",
        {"view": "people", "test": "quick", "threshold": 0.8},
        make=True,
    )


def judge_found(measures: dict, g: dict) -> Verdict:
    """Whether enough are found, and whether fewer would have to be frightened."""
    recall, alarms, fewest = (measures.get(name) for name in ("recall", "alarms", "fewest_alarms"))
    if recall is None or fewest is None:
        return Verdict(False, _WAIT)
    if recall < _LEAST:
        return Verdict(
            False, f"Only {plain(round(100 * recall, 1))} % of the ill are found. Which way must the threshold go?"
        )
    if alarms > fewest:
        return Verdict(
            False,
            f"{plain(round(100 * recall, 1))} % are found, and {alarms:g} frightened; {fewest:g} would do. Raise "
            "the threshold a little.",
        )
    return Verdict(
        True,
        f"Right: {plain(round(100 * recall, 1))} % are found, and with fewer than {fewest:g} false alarms it "
        "cannot be done.",
    )


def ask_cheap(g: dict) -> Question:
    """Errors with a price each, to be made as cheap as they can be."""
    return Question(
        f"Make the picture do this: a missed illness costs **{g['miss']}**, a false alarm **1**. Type that in, "
        "and bring all errors of the quick test to the least they can cost.",
        {"view": "people", "test": "quick", "threshold": 0.9, "miss": 1, "alarm": 1},
        make=True,
    )


def judge_cheap(measures: dict, g: dict) -> Verdict:
    """Whether the costs are typed in, and whether another threshold would be cheaper."""
    cost, least = measures.get("cost"), measures.get("least")
    if cost is None or least is None:
        return Verdict(False, _WAIT)
    if measures.get("miss") != g["miss"] or measures.get("alarm") != 1:
        return Verdict(False, f"Type the costs in first: a miss {g['miss']}, a false alarm 1.")
    if cost > least:
        return Verdict(
            False,
            f"The errors cost {cost:g} at this threshold; {least:g} is possible. Is it misses or alarms that you "
            "pay for?",
        )
    return Verdict(
        True,
        f"Right: {least:g}, with {measures.get('missed', 0):g} missed and {measures.get('alarms', 0):g} false alarms.",
    )
