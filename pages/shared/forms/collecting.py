"""Collecting pictures class by class on the Data page; used, they are data of a person's own like a zip of images."""

from functools import cache

import streamlit as st

from nnviz import escaping
from nnviz.data.own import collection
from nnviz.data.own.collection import CollectedClass
from nnviz.errors import DataError, NnvizError
from nnviz.plots import theme
from nnviz.specs import DataSpec
from pages.shared import frame
from pages.shared.lessons import lesson
from pages.shared.session import person_files, uploads, widgets
from pages.shared.session.record import record

SOURCE = "collected"
_KEY = "collect"


@cache
def _component():
    """Registered once per process; the file paths are relative to nnviz/web."""
    return st.components.v2.component("nnviz.collect", js="collect.js", css="collect.css")


def draw(before: DataSpec, place) -> dict[str, str]:
    """Draws the collection in its place on the page; the settings that name the pictures in use, {} while none are."""
    chosen = record().own_data
    if before.source == SOURCE and SOURCE not in chosen.files:
        chosen.files[SOURCE] = {name: before.settings[name] for name in ("file", "title") if name in before.settings}
    with place:
        st.fragment(_collect)()
    return chosen.files.get(SOURCE, {})


def _collect() -> None:
    told = widgets.value(_KEY, {}).get("told")
    told = told if isinstance(told, dict) and isinstance(told.get("deeds"), list) else {}
    try:
        lies, problem = person_files.begun("collections"), ""
    except OSError as error:
        st.markdown(f":red[:material/error: Pictures cannot be kept here ({error.strerror or error}).]")
        return
    deeds = [deed for deed in told.get("deeds", []) if isinstance(deed, dict)]
    arrived = (str(told.get("mount")), told.get("number"))
    fresh = bool(deeds) and record().own_data.arrived != arrived
    record().own_data.arrived = arrived
    try:
        classes = collection.change(lies, deeds) if fresh else collection.read(lies)
    except DataError as error:
        classes, problem = collection.read(lies), str(error)
    wanted = [str(one) for deed in deeds if deed.get("do") == "want" for one in deed.get("ids", [])][:200]
    _component()(
        key=_KEY,
        data={
            "theme": theme.tokens(frame.dark()),
            "classes": [vars(one) for one in classes],
            "thumbnails": collection.thumbnails(lies, wanted),
            "arrived": {name: told.get(name) for name in ("mount", "number")},
            "problem": problem,
            "mostClasses": collection.MOST_CLASSES,
            "mostPictures": collection.MOST_PICTURES,
        },
        on_told_change=lambda: None,  # Streamlit keeps a state only of a component that has a callback for it
    )
    _use(lies, classes)
    lesson.door("curating_data", "What makes a good collection")


def _use(lies, classes: list[CollectedClass]) -> None:
    """The button that makes the pictures the data in hand."""
    chosen, missing = record().own_data, collection.lacking(classes)
    there = [one for one in classes if not one.removed]
    count = sum(len(one.pictures) for one in there)
    in_use = chosen.files.get(SOURCE, {})
    same = bool(in_use) and collection.used(lies) == in_use["file"]
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            f"Use these {count:,} pictures" if count else "Use these pictures",
            icon=":material/check:",
            type="primary",
            key="collected-use",  # its words change with every picture, and a press must not be lost meanwhile
            disabled=bool(missing) or same,
        ):
            try:
                _take(lies, there)
            except NnvizError as error:
                st.markdown(f":red[:material/error: {escaping.markdown(error)}]")
            else:
                st.rerun()
        if missing:
            st.caption(escaping.markdown(missing))
        elif in_use:
            st.caption(f"{'In use' if same else 'Still in use'}: {escaping.markdown(in_use['title'])}")


def _take(lies, classes: list[CollectedClass]) -> None:
    path = uploads.keep_data("collected.zip", collection.zipped(lies))
    title = ", ".join(one.name for one in classes)
    count = sum(len(one.pictures) for one in classes)
    called = f"{title} ({count:,} pictures)" if len(title) <= 60 else f"{count:,} collected pictures"
    file = path.rsplit("/", 1)[-1]
    collection.set_used(lies, file)
    record().own_data.files[SOURCE] = {"file": file, "title": called}


def nothing_yet() -> None:
    """What comes once the pictures are used."""
    st.caption("Once you use your pictures, the data made of them are shown here, ready to train on.")
