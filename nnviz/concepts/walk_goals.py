"""Questions whose answer is what the walk in the picture is brought to. Imports no framework."""

from nnviz.concepts.check import Question, Verdict

_KINDS = ("binary", "multiclass", "regression")
_PAIRINGS = (
    ("digits", "Handwritten digits", "multiclass", True),
    ("diabetes", "Disease progression", "regression", False),
    ("breast_cancer", "Breast-cancer diagnosis", "binary", True),
)
"""(data, their title, task, whether the output is to be a probability)"""
_TRAININGS = (("breast_cancer", "Breast-cancer diagnosis", "binary"), ("digits", "Handwritten digits", "multiclass"))
_LEAST = (92, 93, 94)
_TOUCH = "The picture has not said yet what it stands at. Let it finish, then check again."


def ask_pairing(turn: int) -> Question:
    data, title, _, probable = _PAIRINGS[turn % len(_PAIRINGS)]
    wish = " and reads as **probabilities**" if probable else ""
    return Question(
        f"**Make the picture do this.** For *{title}*, choose an output and a loss that the app finds nothing wrong "
        f"with{wish}.",
        {"data": data, "station": "output"},
        make=True,
    )


def judge_pairing(turn: int, measures) -> Verdict:
    _, title, task, probable = _PAIRINGS[turn % len(_PAIRINGS)]
    if any(name not in measures for name in ("task", "fits", "units", "outputs")):
        return Verdict(False, _TOUCH)
    if measures["task"] != _KINDS.index(task):
        return Verdict(False, f"The picture is at other data. Choose *{title}* above it.")
    if not measures["fits"]:
        units, outputs = int(measures["units"]), int(measures["outputs"])
        count = f"It has {units} output unit{'s' * (units != 1)}; how many answers are there? " * (units < outputs)
        return Verdict(False, f"The app still objects: read its sentence at the station. {count}")
    if probable and not measures.get("probability"):
        return Verdict(
            False,
            "The app accepts that, and cannot read its outputs as probabilities. Which activation gives numbers from 0 "
            "to 1, and which loss asks for a probability?",
        )
    return Verdict(True, "Done: units, activation and loss say the same thing about the answer.")


def ask_training(turn: int) -> Question:
    data, title, _ = _TRAININGS[turn % len(_TRAININGS)]
    return Question(
        f"**Make the picture do this.** Walk to the training for *{title}*, and train a network that reaches **at "
        f"least {_LEAST[turn % len(_LEAST)]} %** on the examples kept back.",
        {"data": data, "station": "output"},
        make=True,
    )


def judge_training(turn: int, measures) -> Verdict:
    _, title, task = _TRAININGS[turn % len(_TRAININGS)]
    least = _LEAST[turn % len(_LEAST)]
    if "task" not in measures:
        return Verdict(False, _TOUCH)
    if measures["task"] != _KINDS.index(task):
        return Verdict(False, f"The picture is at other data. Choose *{title}* above it.")
    best = 100 * max((measures[name] for name in ("score", "second") if name in measures), default=-1)
    if best < 0:
        return Verdict(False, "Nothing has been trained yet: choose an end that fits, then go on to “First training”.")
    if best >= least:
        return Verdict(True, f"Done: {best:.1f} %. Take it to the Lab from the last station.")
    blame = "The app had something against its end." if not measures.get("fits", 1) else "What does the diagnosis say?"
    return Verdict(False, f"{best:.1f} % so far, {least} % are asked for. {blame}")
