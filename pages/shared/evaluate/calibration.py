"""Whether the network is right as often as it says, as it is and with a temperature."""

import pandas as pd

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.evaluation.calibration import Calibration, Reliability
from nnviz.evaluation.records import Evaluation
from nnviz.plots import scores
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.session import state


def show(evaluation: Evaluation, run_id: str, key: str, left) -> None:
    """The diagram of reliability, its error, and what one temperature does to both."""
    names = evaluation.schema.class_names
    options = list(range(len(names))) if evaluation.schema.has_labels else [None, *range(len(names))]
    positive = left.selectbox(
        "Of",
        options,
        format_func=lambda k: "the class decided for" if k is None else names[k],
        key=state.key("evaluate.calibrated"),
    )
    try:
        found = engine.ask_once(
            "calibration", run_id, evaluation.part, positive, key=f"{key}:{positive}", what="Comparing how sure it is"
        )
    except NnvizError as error:
        engine.refusal(error)
        return
    views.numbers(_numbers(found), "calibration")
    views.figure(
        lambda: scores.reliability(found.before, found.after, frame.dark()),
        "calibration",
        f"{key}:{positive}",
        lambda: _table(found),
    )
    frame.caption(_said(found))


def _numbers(found: Calibration) -> dict[str, str]:
    told = {"Calibration error": words.percent(found.before.error), "Log loss": words.number(found.before.log_loss)}
    if found.after is None:
        return told
    return told | {
        "Temperature": words.plain(found.temperature, 3),
        "Error with it": words.percent(found.after.error),
        "Log loss with it": words.number(found.after.log_loss),
    }


def _said(found: Calibration) -> str:
    sentence = (
        "Of all answers that are 80 % sure, 80 % should be right: then their point lies on the dotted line; below it "
        "the network is too sure of itself. Calibration error: the mean distance from the line. "
    )
    if found.after is None:
        return sentence + "For a temperature choose the test part: it is fitted on the validation examples."
    sure = "too sure of itself" if found.temperature > 1 else "not sure enough"
    end = " It lies at the end of the range that was searched." if found.at_end else ""
    return (
        sentence + f"Dividing its logits by {words.plain(found.temperature, 3)}, fitted on the validation examples, "
        f"changes how sure the answers are and none of the answers: this network is {sure}.{end}"
    )


def _table(found: Calibration) -> pd.DataFrame:
    pairs = [("as it is", found.before), ("with the temperature", found.after)]
    return pd.concat([_bins(name, one) for name, one in pairs if one is not None])


def _bins(name: str, one: Reliability) -> pd.DataFrame:
    columns = ("sureness", "right", "low", "high", "counts")
    ends = {"bin from": one.edges[:-1], "bin to": one.edges[1:]}
    return pd.DataFrame({"which": name, **ends, **{column: getattr(one, column) for column in columns}})
