"""The view Layers of the page Gradients: the flow from the loss back to the input, and what may help it."""

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.gradient_mends import mends
from nnviz.inspection.gradient_records import SHOWN, GradientFlow, GradientHistory
from nnviz.models.records import Fix
from nnviz.plots import gradients as plots
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.builder import history as edits
from pages.shared.figures import gradient_picture, views
from pages.shared.inside import consent
from pages.shared.session import state, widgets

_MENDED = "gradients.mended"


def history_of(run: Run, key: str) -> GradientHistory:
    """The gradients of every moment; stops the page with a sentence where there are none."""
    own = key.partition("@")[0]
    if not consent.given(run, key, "gradient_history", own):
        st.stop()
    try:
        return engine.ask_once("gradient_history", run.id, key=own, what="Computing gradients of recorded moments")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()


def choose_shown(history: GradientHistory, moment: int | None = None) -> str:
    """What is drawn of the gradients."""
    return st.selectbox(
        "Shown",
        history.known(moment),
        format_func=SHOWN.get,
        key=state.key("gradients.shown"),
        persist_state="session",
        help="The next step is the optimizer's own. It is recorded while a network trains, after the first seconds.",
    )


def show(left, right, run: Run, key: str) -> None:
    """One moment: what became of the gradient, mends, the network in its colours, and the sizes layer by layer."""
    with right:
        history = history_of(run, key)
    moment = history.place(run.moment)
    flow = history.flows[moment]
    with left, frame.steering():
        shown = choose_shown(history, moment)
    with right:
        icon = ":material/check_circle:" if flow.is_well else ":material/warning:"
        st.markdown(f"{icon} {escaping.markdown(flow.sentence)}")
        _mends(run, flow)
        gradient_picture.draw(run, history, moment, shown, SHOWN[shown])
        views.figure(
            lambda: plots.by_layer(
                history.layers,
                [own.output_gradient for own in flow.layers],
                [own.weight_gradient for own in flow.layers],
                frame.dark(),
                [own.update_ratio for own in flow.layers],
            ),
            "gradients",
            f"{key}:{moment}",
        )
        _units(run, key)
        epoch = words.setting(round(float(history.epochs[moment]), 2))
        frame.caption(
            f"Epoch {epoch}: loss {words.number(flow.loss)} on the first {flow.examples:,} training examples. Root "
            "mean squares over all entries, without what regularizers add to the loss."
        )


def _units(run: Run, key: str) -> None:
    """Which way the loss pulls every unit, once somebody asks."""
    with st.expander("Unit by unit, with the sign"):
        if not st.toggle("Show every unit", key=state.key("gradients.units")):
            st.caption("Which way the loss pulls each unit's output, in each layer.")
            return
        try:
            slopes = engine.ask_once("gradient_units", run.reference, key=key, what="Going back to every unit")
        except NnvizError as error:
            engine.refusal(error)
            return
        views.figure(lambda: slopes.figure(frame.dark()), "gradients-of-units", key)
        st.caption(escaping.markdown(slopes.told))


def _mends(run: Run, flow: GradientFlow) -> None:
    """What may help, as buttons that change the network or the training in hand."""
    fixes = mends(flow, run.experiment.model, run.experiment.train)
    if not fixes:
        return
    st.markdown("What may help, with the network trained afresh:")
    with st.container(horizontal=True, gap="small", key="gradient-mends"):
        for number, fix in enumerate(fixes):
            label = escaping.markdown(fix.label)
            st.button(label, key=f"mend-{number}", icon=":material/build:", on_click=_take, args=(run, fix))
    if state.changed_since(run) and widgets.value(_MENDED) == run.id:
        st.page_link("pages/lab/train.py", label="It is in hand. Train it", icon=":material/show_chart:")


def _take(run: Run, fix: Fix) -> None:
    """Takes the run's experiment with that change in hand."""
    experiment = run.experiment
    train = experiment.train.replace(**fix.train_changes)
    changed = experiment.replace(model=fix.model or experiment.model, train=train)
    if state.experiment().data == experiment.data:
        edits.put(changed.model, train=dict(fix.train_changes))
    else:
        state.load(changed, run.id)
    state.renew_forms()
    widgets.put(_MENDED, run.id)
