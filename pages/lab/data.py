"""Data: pick a source, see it, set its split and scaling."""

import streamlit as st

from nnviz import escaping, words
from nnviz.data.catalog import SOURCES, title_of
from nnviz.errors import NnvizError
from nnviz.params import Param
from nnviz.plots.data import class_balance, scatter, target_histogram
from nnviz.plots.images import image_grid
from nnviz.specs import DataSpec
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.forms import augmenting, fields, own_data, sources
from pages.shared.session import kept, state

SPLIT = (
    Param(
        "validation_fraction",
        "float",
        0.2,
        "Share held out to watch for overfitting.",
        minimum=0.0,
        maximum=0.9,
        label="Validation share",
    ),
    Param(
        "test_fraction",
        "float",
        0.0,
        "Share kept for one last, honest test.",
        minimum=0.0,
        maximum=0.9,
        label="Test share",
    ),
    Param(
        "scaling",
        "choice",
        "standard",
        "Fitted on the training examples alone.",
        choices=("none", "standard", "minmax", "robust"),
    ),
    Param("seed", "int", 0, "Of the generator and of the split.", minimum=0, maximum=2**31 - 1),
)

MISSING = Param(
    "missing",
    "choice",
    "fill",
    "Fill: with the median of the training examples. Drop: leave out examples that lack a value.",
    choices=("fill", "drop"),
    label="Missing values",
)

frame.page(
    "What does it learn from?",
    "Choose a source, see what is in it, and decide what the network may see before the test.",
)
spec = state.experiment().data
left, right = frame.columns()

with left:
    with frame.steering():
        name = sources.choose(spec.source)
        source = SOURCES[name]
        own, problem = own_data.file(source, spec) if source.endings else ({}, None)
    if not source.endings:
        st.caption(f"{source.help} {source.credit}")
    drawn = [param for param in source.params if not source.endings or param.name not in ("file", "title")]
    settings = own | fields.form(drawn, spec.settings if name == spec.source else {}, f"data.{name}")
    with st.expander("Split and scaling", expanded=True):
        split = fields.form((*SPLIT, MISSING) if source.columns else SPLIT, spec.model_dump(), "data.split")
    same_file = name == spec.source and own.get("file") == spec.settings.get("file")
    corrected = {"columns": spec.columns} if source.columns and same_file else {}
    changes = {"augmentations": spec.augmentations} if name == spec.source else {}
    spec = fields.checked(lambda: DataSpec(source=name, settings=settings, **changes, **corrected, **split), spec)

with right:
    if source.endings and not own:
        own_data.nothing_yet(source)
        st.stop()
    try:
        plain = spec.replace(augmentations=())
        summary = engine.ask_once("data_summary", plain, key=plain.to_json(), what=f"Reading {title_of(spec)}")
    except NnvizError as error:
        with problem or st.container():
            engine.refusal(error, retry=not source.endings)
        if source.endings:
            own_data.nothing_yet(source)
        st.stop()
    if state.set_data(spec, summary.schema, summary.size, summary.sizes["train"]):
        state.draw_again()  # the bar above was drawn for the data before
    dark, key = frame.dark(), plain.to_json()
    kept.draw()
    views.numbers(
        {
            "Examples": f"{summary.size:,}",
            "Inputs": words.sizes(summary.schema.input_shape),
            "Task": views.task_words(summary.schema),
            "Training": f"{summary.sizes['train']:,}",
            "Validation": f"{summary.sizes['validation']:,}",
            "Test": f"{summary.sizes['test']:,}",
        }
    )
    names = summary.schema.class_names
    columns, *tabs = st.tabs([*(["Columns"] if source.columns else []), "Picture", "Balance", "Table", "Augment"])
    tabs = tabs if source.columns else [columns, *tabs]
    with tabs[0]:
        if summary.schema.is_plane:
            views.figure(
                lambda: scatter(
                    summary.sample_x,
                    summary.sample_y,
                    names,
                    summary.sample_split,
                    dark,
                    feature_names=summary.schema.feature_names,
                ),
                "points",
                key,
            )
        elif summary.thumbnails is not None:
            captions = (
                ()
                if summary.schema.reconstructs
                else views.truth_words(summary.schema, summary.sample_y[: len(summary.thumbnails)])
            )
            views.figure(
                lambda: image_grid(summary.thumbnails, captions, dark=dark, narrow=frame.narrow()), "images", key
            )
        else:
            views.two_features(summary, key, dark)
    with tabs[1]:
        if summary.schema.task == "regression":
            views.figure(
                lambda: target_histogram(
                    summary.target_edges, summary.target_counts, summary.schema.target_name, dark=dark
                ),
                "target",
                key,
            )
        else:
            views.figure(lambda: class_balance(summary.class_counts, names, dark=dark), "balance", key)
    with tabs[2]:
        views.sample_table(summary)
    with tabs[3]:
        augmented = augmenting.tab(spec, summary.schema)
    if augmented != spec:
        state.set_data(augmented, summary.schema, summary.size, summary.sizes["train"])
    if source.columns:
        with columns:
            corrected_spec = own_data.columns(spec, summary.schema.columns)
        if corrected_spec != spec:
            renewed = engine.ask_once("data_summary", corrected_spec, key=corrected_spec.to_json())
            state.set_data(corrected_spec, renewed.schema, renewed.size, renewed.sizes["train"])
            st.rerun()
    for note in summary.notes:
        st.caption(f":material/info: {escaping.markdown(note)}")
    st.page_link("pages/lab/build.py", label="Next: build a network for it", icon=":material/arrow_forward:")
