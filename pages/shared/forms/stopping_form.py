"""When training ends, and with which weights: the controls of the group Stopping."""

import streamlit as st

from nnviz.data.schema import Schema
from nnviz.errors import SpecError
from nnviz.params import Param
from nnviz.specs import TrainSpec
from nnviz.training.catalog import METRICS, metrics_of
from nnviz.training.stopping import STOPPING
from pages.shared.forms import fields
from pages.shared.lessons import explained
from pages.shared.session import state

PATIENCE = Param(
    "early_stopping",
    "int",
    0,
    "Epochs without a better score before it ends; 0 never.",
    minimum=0,
    maximum=10_000,
    label="Early stopping",
)
_OTHERS = tuple(param for param in STOPPING if param.name != "monitor")
_NAN = "A loss that is no number any more always ends training; the last good weights are kept."


def draw(spec: TrainSpec, metrics: tuple[str, ...] | None, schema: Schema | None) -> dict:
    """The fields `early_stopping` and `stopping` of a `TrainSpec`.

    Args:
        metrics: as the group Metrics has them.
    """
    patience = fields.field(PATIENCE, spec.early_stopping, "train.early_stopping")
    own = {**spec.stopping}
    watched = ["loss", *(metrics_of(metrics, schema.task) if schema else metrics or ())]
    before = own.pop("monitor", "loss")
    monitor = st.selectbox(
        "Watched score",
        watched,
        watched.index(before) if before in watched else 0,
        key=state.key(f"train.stopping.monitor.{','.join(watched)}"),
        format_func=lambda name: METRICS[name].title if name in METRICS else "Loss",
        help=explained.help_of("train.stopping.monitor", STOPPING[0].help),
    )
    stopping = fields.form(_OTHERS, own, "train.stopping")
    if monitor != "loss":
        stopping["monitor"] = monitor
    if before not in watched:
        fields.wrong(
            SpecError(f"{before} is not measured any more, so the loss is watched.", fix="Choose the score to watch.")
        )
    st.caption(_NAN)
    return {"early_stopping": patience, "stopping": stopping}
