"""A person's own data on the Data page: the file, and what its columns are."""

from functools import lru_cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz import escaping, names, settings, words
from nnviz.data.catalog import Source
from nnviz.data.catalog.own import HELD_OUT
from nnviz.data.column import KINDS, ROLES, Column
from nnviz.data.own import files, zips
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec
from pages.shared import engine
from pages.shared.forms import collecting, fields
from pages.shared.session import state, uploads, widgets
from pages.shared.session.record import record

_PLACES = {"Kind": "kind", "Role": "role"}


def file(source: Source, spec: DataSpec) -> tuple[dict[str, str], DeltaGenerator]:
    """The chooser of a file, (settings, place): the settings that name the one in hand, {} while there is none; and
    where to say what is wrong with it."""
    chosen = record().own_data
    key = state.key(f"data-upload-{source.name}")
    with st.container(key="own-file"):
        st.caption(source.help)
        st.file_uploader(
            "Choose a file",
            [ending.removeprefix(".") for ending in source.endings],
            key=key,
            on_change=_take,
            args=(source, key),
            max_upload_size=settings.get().max_upload_mb,
            help="It stays on the computer that runs nnviz, under the hash of its content.",
        )
        most = settings.get().max_upload_mb
        st.caption(f"Up to {most:,} MB; a script reads larger files by their path, and a sample of their rows.")
        with st.container(key="own-file-refused"):  # seen where the browser did not send a file
            st.markdown(
                f":red[:material/error: This file was not taken: it is larger than {most:,} MB, or none of "
                f"{words.listed(list(source.endings))}. Bring a part of it, or read it by its path in a script: "
                "nnviz.own_data(path).]"
            )
        if chosen.refused:
            st.markdown(f":red[:material/error: {escaping.markdown(chosen.refused)}]")
        if spec.source == source.name and source.name not in chosen.files:
            chosen.files[source.name] = {
                name: spec.settings[name] for name in ("file", "title") if name in spec.settings
            }
        in_hand = chosen.files.get(source.name, {})
        if in_hand and not widgets.value(key):
            st.caption(f":material/draft: {escaping.markdown(in_hand['title'])}")
        if in_hand and source.name == "own_images" and _has_parts(in_hand["file"]):
            in_hand = {**in_hand, "held_out": _held_out(in_hand["file"], spec)}
        return in_hand, st.container()


@lru_cache(maxsize=32)
def _has_parts(name: str) -> bool:
    """Whether a kept zip, which is named by its content, has folders called after parts of the data."""
    try:
        return zips.has_parts(files.find(name))
    except NnvizError:  # gone; said where it is read
        return False


def _held_out(name: str, spec: DataSpec) -> str:
    """How images are held out whose folders say a way: as they do, unless a person or an older experiment says not."""
    before = spec.settings.get("held_out", HELD_OUT[0]) if spec.settings.get("file") == name else HELD_OUT[1]
    return st.selectbox(
        "Held out",
        HELD_OUT,
        HELD_OUT.index(before),
        key=state.key(f"data.held-out.{name}"),
        help="The zip has folders called after parts, such as train and test.",
    )


def nothing_yet(source: Source, problem: str = "") -> None:
    """What would be there, and how to get it, or what the problem is."""
    if source.name == collecting.SOURCE:
        return collecting.nothing_yet()
    with st.container(border=True):
        st.markdown(f"#### Your own {source.title.split(' (')[0].removeprefix('A ').lower()}")
        if problem:
            st.markdown(escaping.markdown(problem))
            return st.caption("What to do stands beside the file's chooser; all else stays as it was.")
        st.markdown("Once you have chosen a file, what is in it is shown here, ready to train on.")
        if source.columns:
            st.caption("What each column is, and which one to predict, is guessed; you can correct it.")


def way_on(source: Source, spec: DataSpec, described: tuple[Column, ...], problem: NnvizError) -> DataSpec:
    """What a person can do about data that cannot be used as they are: correct their columns, where these are known, or
    choose other data; the specification with the corrections that can be used."""
    if described:
        return columns(spec, described)
    if source.endings:
        nothing_yet(source, problem.message)
    return spec


def columns(spec: DataSpec, described: tuple[Column, ...]) -> DataSpec:
    """The columns, to be corrected; the specification with the corrections that can be used.

    Args:
        described: the columns as they are now, guesses and earlier corrections together.
    """
    key = f"data-columns-{spec.replace(validation_fraction=0, test_fraction=0, scaling='none').to_json()}"
    st.caption(
        "What each column is was guessed from its values. Correct what is wrong. One column is the target, or several "
        "that are all yes or no (labels) or all numbers."
    )
    st.data_editor(
        {
            "Column": [escaping.csv_cell(column.name) for column in described],
            "Kind": [column.kind for column in described],
            "Role": [column.role for column in described],
            "Values": [escaping.csv_cell(_values(column)) for column in described],
            "Missing": [words.percent(column.missing) if column.missing else "none" for column in described],
        },
        key=key,
        disabled=["Column", "Values", "Missing"],
        hide_index=True,
        num_rows="fixed",
        column_config={
            "Kind": st.column_config.SelectboxColumn(options=list(KINDS), required=True, help=_in_words(KINDS)),
            "Role": st.column_config.SelectboxColumn(options=list(ROLES), required=True, help=_in_words(ROLES)),
        },
    )
    corrections = _corrections(spec, described, widgets.value(key, {}).get("edited_rows", {}))
    if corrections == spec.columns:
        return spec
    try:
        changed = spec.replace(columns=corrections)
        engine.ask_once("data_summary", changed, key=changed.to_json(), what="Reading the table again")
    except NnvizError as error:
        fields.wrong(error)
        return spec
    return changed


def _corrections(spec: DataSpec, described: tuple[Column, ...], edited: dict) -> dict[str, dict[str, str]]:
    """Earlier corrections and new ones; the first target takes the place of the guessed one, later ones join it."""
    corrections = {name: dict(choice) for name, choice in spec.columns.items()}
    for row, change in edited.items():
        choice = {_PLACES[part]: value for part, value in change.items() if part in _PLACES}
        if choice.get("role") == "target":
            for column in described:
                if column.role == "target" and spec.columns.get(column.name, {}).get("role") != "target":
                    corrections.setdefault(column.name, {})["role"] = "input"
        corrections.setdefault(described[int(row)].name, {}).update(choice)
        if _makes_a_text_input(described[int(row)], choice):  # beside which the others stay what they are
            for column in described:
                if column.role == "input":
                    corrections.setdefault(column.name, {}).setdefault("role", "input")
    return corrections


def _makes_a_text_input(column: Column, choice: dict[str, str]) -> bool:
    before, after = (column.kind, column.role), (choice.get("kind", column.kind), choice.get("role", column.role))
    return after == ("text", "input") != before


def _values(column: Column) -> str:
    if column.categories:
        shown = ", ".join(column.categories[:4])
        return shown + (f" … ({len(column.categories):,})" if len(column.categories) > 4 else "")
    return f"in {column.unit}" if column.unit else ""


def _in_words(meanings: dict[str, str]) -> str:
    return "  \n".join(f"**{name}**: {meaning}" for name, meaning in meanings.items())


def _take(source: Source, key: str) -> None:
    upload, chosen = widgets.value(key), record().own_data
    chosen.refused = None
    if upload is None:
        return
    try:
        content = upload.getvalue()
        files.name_of(upload.name, content)
        path = uploads.keep_data(upload.name, content)
    except NnvizError as error:
        chosen.refused = str(error)
        return
    chosen.files[source.name] = {"file": path.rsplit("/", 1)[-1], "title": names.clean(upload.name)}
