"""Exports on the page: which form, whether it agreed, what is in it and how it is used."""

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.runs.run import Run
from nnviz.serving import records
from nnviz.serving.catalog import FORMATS, TAKES, Format
from nnviz.serving.records import Export
from pages.shared import engine
from pages.shared.figures import views
from pages.shared.session import state

_FILES = {
    "predict.py": "asks the network: `python predict.py example.json`",
    "prepare.py": "turns rows into what the network takes, and its outputs into what people read; NumPy alone",
    "steps.py": "the steps of preparation, as the app does them; NumPy alone",
    "preparation.json": "columns, the steps fitted in training, and what the outputs mean",
    "example.json": "the first rows of that comparison",
    "requirements.txt": "what to install",
}


def choose() -> Format:
    """The form that is looked at."""
    name = st.radio(
        "Form",
        list(FORMATS),
        format_func=lambda own: FORMATS[own].title,
        captions=[form.help for form in FORMATS.values()],
        key=state.key("export.format"),
        persist_state="session",
    )
    return FORMATS[name]


def draw(run: Run, form: Format) -> None:
    """The export where there is one; otherwise what making it does, and the button."""
    made = records.kept(run, form.name)
    if made is None:
        return _offer(run, form)
    if made.refused:
        st.warning(escaping.markdown(made.refused), icon=":material/warning:")
        st.caption("The other forms do not depend on this one.")
        if st.button("Try again", icon=":material/refresh:", key=f"again-{form.name}"):
            _make(run, form)
        return
    _verdict(made)
    _download(run, form, made)
    _use(run, form, made)


def _offer(run: Run, form: Format) -> None:
    with st.container(border=True, key="empty", height=300, vertical_alignment="center"):
        st.markdown(f"## {form.title} of this network")
        st.markdown(
            "It is written, loaded again where it will run, and asked for every example of the test part. It is "
            f"offered if its predictions are the app's. That takes {form.seconds}."
        )
        pressed = st.button("Make and check", icon=":material/verified:", type="primary", key=f"make-{form.name}")
    if pressed:
        _make(run, form)


def _make(run: Run, form: Format) -> None:
    """Makes it and draws the page again with what came of it."""
    try:
        engine.ask("export", run.id, form.name, what=f"Writing {form.title} and checking it")
    except NnvizError as error:
        return engine.refusal(error)
    st.rerun()


def _verdict(made: Export) -> None:
    st.markdown(f":green[:material/check_circle:] **{escaping.markdown(made.sentence)}**")
    values = {"Examples compared": f"{made.examples:,}", "Size": words.memory(made.size), "Runs on": made.runtime}
    views.numbers(values)
    if made.part != "test":
        st.caption("This run has no test part, so these are the validation examples. Set a test share on Data.")
    single = " It takes one row at a time." if made.batch == 1 else ""
    st.markdown(f"{TAKES[made.takes]}{single}")


def _download(run: Run, form: Format, made: Export) -> None:
    path = records.zip_path(run, form.name)
    name = f"nnviz-{escaping.file_name(run.record.title, 'run')}-{form.name.replace('_', '-')}"
    st.download_button(
        f"Download ({words.memory(made.size)})",
        path.read_bytes,
        f"{name}.zip",
        "application/zip",
        icon=":material/download:",
        type="primary",
        key=f"download-{form.name}",
        on_click="ignore",
    )


def _use(run: Run, form: Format, made: Export) -> None:
    inside, command, script = st.tabs(["What is in it", "Use it", "Export from a script"])
    with inside:
        files = {form.file: f"the network, for {made.runtime}"} | _FILES
        st.markdown("\n".join(f"- `{name}`: {what}" for name, what in files.items()))
    with command:
        st.code("pip install -r requirements.txt\npython predict.py example.json", language="bash")
        st.code(
            "import json\nimport predict\n\n"
            'rows = json.load(open("example.json"))  # rows as they are in your data\nprint(predict.predict(rows))',
            language="python",
        )
    with script:
        call = f'nnviz.export("{run.id}", "network.zip", format="{form.name}")'
        st.code(f"import nnviz\n\nmade = {call}\nprint(made.sentence)", language="python")
