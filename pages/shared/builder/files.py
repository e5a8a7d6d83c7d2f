"""In and out: model files opened into the builder, and the network saved, as code, as a notebook and as a link."""

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from textwrap import wrap

import streamlit as st

from nnviz import escaping, settings
from nnviz.data.schema import Schema
from nnviz.errors import EngineError, ModelError, NnvizError
from nnviz.models.codegen import notebook, python_code
from nnviz.models.described import own_description, refuse_long
from nnviz.models.files import KEPT_WHOLE, Opened
from nnviz.models.records import Preview
from nnviz.specs import Experiment, ModelSpec
from nnviz.training.codegen import training_code
from pages.shared import engine
from pages.shared.builder import history
from pages.shared.runs import trained_file
from pages.shared.session import links, owner, state, uploads, widgets
from pages.shared.session.record import record

_TYPES = ["keras", "h5", "hdf5", "json"]


def opening() -> None:
    """A file to open; its network takes the place of the one in hand, which undo brings back."""
    st.file_uploader(
        "Open a network",
        _TYPES,
        key="build-upload",
        on_change=_upload,
        max_upload_size=settings.get().max_model_mb,
        help="A .keras or .h5 model, Keras JSON, or an experiment saved "
        "here. The file is checked before anything of it runs.",
    )
    problem = record().building.refused_file
    if problem and not record().building.trained_file:
        st.error(escaping.markdown(problem), icon=":material/error:")
    origin = history.origin()
    for note in origin.notes if origin else ():
        st.caption(f":material/info: {escaping.markdown(note)}")


def with_weights() -> None:
    """The door to opening the file in the uploader as a trained network, while it is what the page is about."""
    building, origin = record().building, history.origin()
    path, name = building.trained_file or ("", "")
    if building.refused_file and path:
        st.error(escaping.markdown(building.refused_file), icon=":material/error:")
    if path and (building.refused_file or (origin and origin.path == path)):
        with st.container(horizontal=True, vertical_alignment="center", key="build-trained"):
            st.markdown(f":material/model_training: **{escaping.markdown(name)}** holds weights.", width="content")
            st.button(
                "Open it with its weights",
                key="build-with-weights",
                type="primary",
                on_click=trained_file.ask_for,
                args=(path, name),
                help="As a trained network, which every page looks into and explains, and Train trains on.",
            )
    trained_file.dialog_if_asked()


def saving(schema: Schema | None, preview: Preview) -> None:
    """Everything that the network can be taken away as."""
    experiment = state.experiment()
    with st.container(horizontal=True, gap="small"):
        _download(
            "Experiment",
            lambda: experiment.to_json(indent=2),
            "experiment.json",
            "Data, network and training, to open here",
        )
        if not preview.errors_of_keras and preview.layers:
            if experiment.model.taken is None:
                _download(
                    "Keras model", _file(experiment, "keras"), "network.keras", "The layers with their initial weights"
                )
            _download(
                "Keras JSON", _file(experiment, "json"), "network.json", "Keras's own description, without weights"
            )
            if schema is not None:
                _download(
                    "Notebook",
                    lambda: notebook(experiment, schema, _training(experiment, schema)),
                    "network.ipynb",
                    "The code as a notebook: the network, and where it can be trained here, its training",
                )
    if preview.errors_of_keras:
        st.caption("Keras files and notebooks come once every layer fits.")
    elif experiment.model.taken is not None:
        st.caption("A Keras model with the taken weights comes from its run: train it, then save the model there.")
    _links(experiment)


def code(schema: Schema | None, preview: Preview) -> None:
    """The Python that builds this network, to copy."""
    if schema is None or preview.errors_of_keras:
        st.caption("The code appears once every layer fits.")
        return
    experiment = state.experiment()
    training = st.toggle(
        "With its training",
        key="build-code-training",
        persist_state="session",
        help="Also the data, compile and fit, as the Data and Train pages have them.",
    )
    try:
        text = _python(experiment, schema, _training(experiment, schema) if training else "")
    except NnvizError as error:
        return engine.refusal(error)
    st.code(text, language="python")
    _download("Python", text, "network.py", "The same as a file")


@lru_cache(maxsize=32)
def _python(experiment: Experiment, schema: Schema, training: str) -> str:
    return python_code(experiment, schema, training)


def _training(experiment: Experiment, schema: Schema) -> str:
    """Its training as code; where it cannot be trained here, the reason as a comment."""
    try:
        return training_code(experiment, schema)
    except NnvizError as error:
        return "\n".join(wrap(escaping.comment(error), 96, initial_indent="# ", subsequent_indent="# "))


def _links(experiment: Experiment) -> None:
    """The short link, which this copy of nnviz keeps, and the long one, which holds everything itself."""
    where = "for anybody who can open this copy of nnviz" if owner.hosted() else "on this computer"
    if st.button(
        "Make a short link",
        icon=":material/link:",
        key="build-short-link",
        help=f"The experiment is kept here under its key; the link then opens it {where}.",
    ):
        try:
            key = links.keep(experiment)
        except OSError as error:
            st.caption(f"It cannot be kept ({error.strerror or error}); the long link works without that.")
        else:
            st.caption(f"Opens this experiment {where}, as long as it is among the last {links.NUMBER:,} kept.")
            st.code(f"{_page()}?e={key}", language=None)
    with st.expander("A link for any other copy"):
        st.caption("It holds the whole experiment, and so needs nothing that is kept here.")
        st.code(link(experiment), language=None, wrap_lines=True)


def _page() -> str:
    return str(st.context.url or "").split("?")[0]


def link(experiment: Experiment) -> str:
    """The address of this page with the experiment in it."""
    return f"{_page()}?experiment={experiment.to_token()}"


def _download(label: str, content, name: str, words: str) -> None:
    kind = {"json": "application/json", "py": "text/x-python"}.get(name.rsplit(".", 1)[-1], "application/octet-stream")
    st.download_button(
        label, content, name, kind, icon=":material/download:", on_click="ignore", help=words, key=f"build-save-{label}"
    )


def _file(experiment: Experiment, form: str) -> Callable[[], bytes]:
    """What makes the file. It runs at the click, outside the session: all that it needs is bound here."""
    origin, call = history.origin(), partial(engine.start().call, owner=owner.owner())
    path = origin.path if origin else ""
    return lambda: call("save_network", experiment.model, experiment.data, experiment.train.seed, form, path)


def _upload() -> None:
    upload, building = widgets.value("build-upload"), record().building
    building.refused_file = building.trained_file = None
    if upload is None:
        return
    try:
        if _is_json(upload.name):
            refuse_long(upload.size)
        _take(upload.name, upload.getvalue())
    except NnvizError as error:
        sentence = str(error)
        building.refused_file = sentence if upload.name in sentence else f"{upload.name}: {sentence}"


def _is_json(name: str) -> bool:
    return name.lower().endswith(".json")


def _take(name: str, content: bytes) -> None:
    """An experiment or a bare network of ours, or any Keras file."""
    ours = own_description(content) if _is_json(name) else None
    if isinstance(ours, Experiment):
        state.load(ours)
    elif isinstance(ours, ModelSpec):
        history.begin(ours)
    else:
        path = uploads.keep(name, content)
        if not _is_json(name):
            record().building.trained_file = (path, name)
        opened = _opened(path, name)
        history.begin(opened.model, history.Origin(path, opened.input_shape, opened.input_dtype, opened.notes))


def _opened(path: str, name: str) -> Opened:
    """The network in an upload; one that is no file of a model is not kept. It is called by the name that its owner
    knows."""
    try:
        return engine.ask("open_network", path, what=f"Opening {name}")
    except EngineError:  # says nothing about the file
        raise
    except NnvizError as error:
        sentence = str(error).replace(Path(path).name, name)
        if error.where != KEPT_WHOLE:
            record().building.trained_file = None
            uploads.forget(path)
            raise ModelError(sentence) from error
        raise ModelError(f"{sentence} With its weights it can be looked into, explained and trained on.") from error
