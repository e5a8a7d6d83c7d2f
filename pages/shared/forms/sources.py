"""Choosing where data comes from: every source by its picture, narrowed down by words and by what it is."""

import streamlit as st

from nnviz import escaping
from nnviz.data.catalog import SOURCES, Source
from pages.shared import frame
from pages.shared.figures import thumbnails
from pages.shared.session import state, widgets

_TASKS = {"Classes": ("binary", "multiclass"), "Labels": ("multilabel",), "Numbers": ("regression",)}
_KINDS = {"Tables": "vector", "Images": "image", "Sequences": "sequence", "Texts": "tokens"}
_GROUPS = tuple(dict.fromkeys(source.group for source in SOURCES.values()))


def choose(current: str) -> str:
    """Draws what narrows the choice down, and below each kind of data its sources; returns a source's name."""
    chosen = widgets.value(_chosen(), current)
    with st.container(key="picker"):
        st.fragment(_pick)(current, chosen)
    return chosen


def _pick(current: str, chosen: str) -> None:
    """What narrows the choice down, and the choice, which alone run again while one types; the page does once another
    source than `chosen` is."""
    typed, only = _filters()
    names = [name for name, source in SOURCES.items() if matches(source, typed, only)]
    with st.container(key="sources"):
        for group in _GROUPS:
            _group(group, names, current)
    if not names:
        st.caption(f"No data here for “{escaping.markdown(typed) or ' and '.join(only)}”.")
    if widgets.value(_chosen(), current) != chosen:
        st.rerun()


def matches(source: Source, typed: str, only: list[str]) -> bool:
    """Whether a source has all the words that were typed, and is one of the kinds and has one of the tasks in `only`.

    A person's own file may hold any task.
    """
    text = " ".join((source.title, source.name, source.group, source.help, source.credit)).lower()
    if not all(word in text for word in typed.lower().split()):
        return False
    kinds = [_KINDS[name] for name in only if name in _KINDS]
    tasks = [task for name in only if name in _TASKS for task in _TASKS[name]]
    return (not kinds or source.kind in kinds) and (not tasks or source.task in tasks or bool(source.endings))


def _filters() -> tuple[str, list[str]]:
    """What was typed, and which kinds and tasks alone are to be shown; [] for all."""
    typed = st.text_input(
        "Search",
        key="data.search",
        placeholder=f"Search {len(SOURCES)} kinds of data",
        label_visibility="collapsed",
        icon=":material/search:",
    )
    tasks = {source.task for source in SOURCES.values()}
    options = [*(name for name, own in _TASKS.items() if tasks & set(own)), *_KINDS]
    only = st.pills("Only", options, selection_mode="multi", key="data.only", label_visibility="collapsed", wrap=True)
    return typed.strip(), only


def _group(group: str, names: list[str], current: str) -> None:
    """The sources of a kind among `names`."""
    own = [name for name in names if SOURCES[name].group == group]
    if not own:
        return
    last = widgets.value(_chosen(), current)
    st.radio(
        group,
        own,
        own.index(last) if last in own else None,
        format_func=lambda name: f"![]({thumbnails.of_data(name)}) {SOURCES[name].title}",
        key=_key(group),
        on_change=_only_in,
        args=(group,),
    )


def _only_in(group: str) -> None:
    """One source is chosen in all: what was chosen in another kind is so no more."""
    widgets.put(_chosen(), widgets.value(_key(group)))
    for other in _GROUPS:
        if other != group:
            widgets.put(_key(other), None)


def _key(group: str) -> str:
    """Another one in each theme: the browser names a choice by its label, whose picture has the theme's colours."""
    return state.key(f"data.source.{group}{'.dark' if frame.dark() else ''}")


def _chosen() -> str:
    """Where the last choice stays while what narrows the choice down hides it."""
    return state.key("data.chosen")
