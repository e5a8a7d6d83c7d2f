"""What an example's layers are compared with: another example, training mode, or another moment of training."""

from dataclasses import dataclass

import streamlit as st

from nnviz.runs.recorded import recorded_epochs, reference
from pages.shared.inside.chosen import Chosen
from pages.shared.session import state

_WAYS = {
    "nothing": "Nothing",
    "example": "Another example",
    "training": "Training mode",
    "before": "Before training",
    "end": "The end of training",
}


@dataclass(frozen=True)
class Compared:
    """What each layer is compared with.

    Attributes:
        question: the run's reference, the part of the data, the index in it, and the seed of a pass in training mode,
            0 for inference mode.
        here, there: what is shown on either side.
    """

    question: tuple[str, str, int, int]
    here: str
    there: str


def choose(chosen: Chosen) -> Compared | None:
    """Draws the controls; None where nothing is to stand beside the example."""
    run, split, index = chosen.run, chosen.held_out.split, chosen.index
    begun = 0 in recorded_epochs(run)
    ways = [way for way in _WAYS if _offered(way, begun, run.moment, len(chosen.held_out.indexes))]
    way = st.selectbox(
        "Compare with",
        ways,
        format_func=_WAYS.get,
        key=state.key("layers.compare"),
        persist_state="session",
        help="Two columns and what differs. In training mode dropout acts, and batches are normalized by themselves.",
    )
    if way == "example":
        return _another(chosen)
    if way == "training":
        return _in_training(chosen)
    if way == "before":
        return Compared((reference(run.id, 0), split, index, 0), "This moment", "Before training")
    if way == "end":
        return Compared((run.id, split, index, 0), "This moment", "The end of training")
    return None


def _offered(way: str, begun: bool, moment: int | None, count: int) -> bool:
    return {"before": begun and moment != 0, "end": moment is not None, "example": count > 1}.get(way, True)


def _in_training(chosen: Chosen) -> Compared:
    seed = st.number_input(
        "Seed of the draw",
        1,
        10**6,
        key=state.key("layers.seed"),
        help="Decides which numbers dropout drops. The same seed drops the same ones.",
    )
    question = chosen.run.reference, chosen.held_out.split, chosen.index, int(seed)
    return Compared(question, "Inference mode", f"Training mode, seed {int(seed):,}")


def _another(chosen: Chosen) -> Compared:
    held_out = chosen.held_out
    count = len(held_out.indexes)
    place = st.slider("The other example", 1, count, min(2, count), key=state.key("layers.other"))
    here, there = (f"Example {held_out.rows[at]:,}" for at in (chosen.position, place - 1))
    return Compared((chosen.run.reference, held_out.split, int(held_out.indexes[place - 1]), 0), here, there)
