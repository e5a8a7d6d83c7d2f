"""Train: how it learns, and the training itself, live."""

from functools import partial

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.training.export import run_script
from nnviz.training.meaning import misfit
from pages.shared import engine, frame
from pages.shared.figures import own_image
from pages.shared.forms import fields, training_buttons, training_form
from pages.shared.runs import coaching, control, edited, further, midway, obstacles, slow, speed, stand, watch
from pages.shared.session import state

frame.page(
    "How does it learn?",
    "Press Train and watch the network change, as slowly as you like. Pause, step and stop at any time; "
    "the slider goes back to any moment.",
)
left, right = frame.columns()
run, experiment = state.run(), state.experiment()
status = run.status() if run else None
own = run is not None and control.mine(run)
active = own and status.active

with left:
    buttons = st.container(key="now-train")
    schema = state.schema_or_none()
    with fields.refused() as refused:
        spec = training_form.draw(experiment.train, schema)
    if spec != experiment.train:
        state.edit(train=spec)
    experiment = state.experiment()
    if schema is not None and (why := misfit(experiment.model, spec, schema)):
        st.caption(f":material/warning: {why}")

with buttons:
    row = st.container()
    blocked = obstacles.draw(refused)
    with row:
        training_buttons.draw(status if own else None, blocked)
        speed.draw(experiment, run if active else None)
        if active:
            midway.draw(run)
    if run is not None and not own:
        st.caption(f":material/visibility: {control.SOMEBODY_ELSES} {control.WATCH}")
    asked = training_buttons.asked()
    try:
        begins = asked == "train" or (asked == "step" and not active)
        if begins and not blocked:
            first = "step" if asked == "step" else None
            typed = edited.changes(edited.of_untrained(state.experiment()))
            instead = run if active else None
            state.set_run(engine.train(state.experiment(), first, instead_of=instead, changes=typed).id)
            edited.forget()
            st.rerun()
        elif asked and not begins:
            control.command(run, asked)
    except NnvizError as error:
        engine.refusal(error)

with right:
    shows_run = stand.shows_run(run, status, experiment)
    notes = st.container()
    if run is not None:
        with notes:
            stand.door(run, status, experiment, shows_run)
    if shows_run:
        with notes:
            further.origin(run)
            if of_file := further.of_a_file(run):
                further.draw_for_file(run)
        if not active:
            edited.draw_of_run(run)
        watch.watch(run, status)
        midway.told(run)
        if not active and run.model_path.is_file():
            own_image.section(run)
        if not status.active and run.model_path.is_file():
            with st.container(horizontal=True, vertical_alignment="center", key="train-after"):
                if not of_file:
                    further.draw(run)
                st.page_link("pages/lab/evaluate.py", label="See how good it is", icon=":material/rule:")
                st.page_link("pages/inside/network.py", label="Look inside", icon=":material/layers:")
                st.page_link(
                    "pages/explain/attribution.py", label="Explain a prediction", icon=":material/troubleshoot:"
                )
                st.download_button(
                    "Model",
                    run.model_path.read_bytes,
                    "model.keras",
                    icon=":material/download:",
                    type="tertiary",
                    on_click="ignore",
                )
                if schema is not None and run.experiment.data == experiment.data:
                    st.download_button(
                        "Python",
                        partial(run_script, run),
                        "train.py",
                        "text/x-python",
                        icon=":material/download:",
                        type="tertiary",
                        on_click="ignore",
                        help="What ran here, as a script of its own",
                    )
        coaching.draw(run)
    elif schema is None:
        training_form.nothing_yet()
    else:
        edited.draw_untrained(experiment)
        watch.stand(experiment, not blocked)
    if schema is not None and not active and not blocked:
        slow.draw(run.experiment if shows_run else experiment, run if shows_run else None)
