"""The controls of a study over the number of training examples: one line, or from scratch against transferred."""

import streamlit as st

from nnviz import escaping, gallery
from nnviz.errors import NnvizError, SpecError
from nnviz.gallery import TransferExample
from nnviz.params import Param
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from nnviz.studies.knobs import FROM_SCRATCH, KNOBS, TRANSFERRED
from nnviz.studies.spec import StudySpec
from pages.shared import engine
from pages.shared.forms import fields
from pages.shared.lessons import explained
from pages.shared.session import owner, state
from pages.shared.session.record import record

_SIZES = "5, 10, 20, 50, 100"
_SEEDS = Param(
    "seeds",
    "int",
    3,
    "Each number is tried with so many seeds; the figure shows their mean.",
    minimum=1,
    maximum=6,
    label="Seeds for each",
)


def draw(base: Experiment) -> StudySpec:
    """The study that the controls say. Raises SpecError for sizes that are none."""
    _examples_to_try(base)
    param = KNOBS["training_examples"].param
    words = explained.help_of("study.sizes", "Separated by commas; 0 is all of them.")
    typed = st.text_input("Numbers of training examples", _SIZES, key="study.sizes", help=words)
    sizes = tuple(param.check(part.strip()) for part in typed.split(",") if part.strip())
    if len(sizes) < 2:
        raise SpecError("Numbers of training examples: two or more are needed.", where="sizes")
    seeds = fields.field(_SEEDS, 3, "study.learning_seeds")
    values = {"training_examples": sizes, "seed": tuple(base.train.seed + k for k in range(seeds))}
    if base.model.taken is not None:
        values = {"start": (FROM_SCRATCH, TRANSFERRED), **values}
    return StudySpec(base=base, kind="grid", values=values)


def _examples_to_try(base: Experiment) -> None:
    if base.model.taken is not None:
        st.caption("The network in hand takes layers from another run: both ways to begin are compared.")
        return
    st.caption(
        "Once the network in hand takes layers from another run (on Build), the same is also trained with them, and "
        "both are compared."
    )
    with st.expander("Try transfer learning on a ready example"):
        for name, example in gallery.transfers().items():
            _example(name, example)


def _example(name: str, example: TransferExample) -> None:
    """First the network to take layers from; once it is trained, its layers for the other classes."""
    first, then = (", ".join(spec.only_classes) for spec in (example.first.data, example.then))
    st.markdown(f"**{escaping.markdown(example.title)}**: learn {escaping.markdown(f'{first}; then {then}')}.")
    trained = _trained(example.first)
    try:
        if trained is None:
            if st.button(f"1. Train it on {first}", key=f"study-transfer-train-{name}", width="stretch"):
                started = engine.train(example.first)
                state.load(example.first, started.id)
                st.switch_page("pages/lab/train.py", query_params={"run": started.id})
        elif st.button(
            f"2. Take its layers to {then}", key=f"study-transfer-take-{name}", width="stretch", type="primary"
        ):
            transfer = engine.ask("take_layers", trained.id, example.then, what="Fitting the layers to the data")
            train = example.first.train.replace(epochs=40)
            state.load(
                Experiment(data=example.then, model=transfer.model, train=train, title=f"{example.title}: {then}")
            )
            record().building.taken_told = (transfer.model.taken, transfer.told)
            st.rerun()
    except NnvizError as error:
        engine.refusal(error)


def _trained(first: Experiment) -> Run | None:
    """This person's newest finished run of the experiment."""
    for line in Run.recent(limit=100, owner=owner.whose()):
        if line.key == first.key and line.state == "finished":
            return Run.open(line.id)
    return None
