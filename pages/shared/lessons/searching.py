"""The search over the course: what it searches, and its field."""

import re
from functools import cache

import streamlit as st

from nnviz import glossary
from nnviz.plots import theme
from nnviz.views.web_modules import modules, shared
from pages.shared import frame
from pages.shared.lessons import lesson
from pages.shared.lessons.course import LESSONS, Entry

_FENCED = re.compile(r"^```.*?^```\s*$", re.M | re.S)
_MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*`$]+")


def field(following: str | None = None) -> None:
    """The field; its results are plain links. Meanwhile the browser fetches what all lessons need, and the next one."""
    soon = dict.fromkeys((*shared(tuple(LESSONS)), *(modules(following) if following else ())))
    with st.container(key="course-search"):
        _component()(
            key="course-search-view", data={"theme": theme.tokens(frame.dark()), "soon": list(soon), **_searched()}
        )


@cache
def _component():
    """Registered once per process; the file paths are relative to nnviz/web."""
    return st.components.v2.component("nnviz.course", js="course.js", css="course.css")


@cache
def _searched() -> dict:
    """What is searched, in groups: of each entry its title, what else names it, its text by headings, and its door."""
    return {
        "placeholder": "Search lessons and glossary",
        "groups": [
            {"title": "Lessons", "entries": [_lesson(entry) for entry in LESSONS.values()]},
            {"title": "Glossary", "entries": [_term(term) for term in glossary.terms().values()]},
        ],
    }


def _lesson(entry: Entry) -> dict:
    text = lesson.text_of(entry.name)
    parts = [
        ("", text.sentence),
        ("Intuition", text.intuition),
        ("Formula", "; ".join([*(words for _, _, words in text.symbols), text.formula_words])),
        ("The same in Keras", text.keras),
        *((f"Try: {trial.title}", f"{trial.do} {trial.see}") for trial in text.trials),
        *((claim.strip('"“”'), truth) for claim, truth in text.misconceptions),
        ("Read on", text.reading),
    ]
    return {
        "title": entry.title,
        "words": text.question,
        "under": text.question,
        "icon": entry.icon,
        "url": entry.url,
        "text": [(plain(heading), plain(body)) for heading, body in parts if plain(body)],
    }


def _term(term: glossary.Term) -> dict:
    return {
        "title": term.title,
        "words": ", ".join(term.also),
        "under": term.sentence,
        "icon": "menu_book",
        "url": f"{glossary.ADDRESS}?term={term.slug}",
        "text": [("", term.sentence)],
    }


def plain(markdown: str) -> str:
    """Markdown of ours as text in one line, without its code."""
    return " ".join(_MARKS.sub(r"\1", _FENCED.sub("", markdown)).split())
