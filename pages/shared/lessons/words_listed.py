"""The glossary as HTML: its letters, and each term with its sentence, its other names, its lesson and its place."""

from functools import cache
from itertools import groupby

from nnviz import glossary
from nnviz.escaping import html
from nnviz.glossary import Term
from pages.shared.lessons.course import LESSONS

PLACES = {
    "data": "Data",
    "build": "Build",
    "train": "Train",
    "evaluate": "Evaluate",
    "studies": "Studies",
    "runs": "Runs",
    "generate": "Generate",
    "network": "Network",
    "gradients": "Gradients",
    "space": "Space",
    "sequence": "Sequence",
    "surface": "Surface",
    "attribution": "Attribution",
    "shap": "SHAP",
    "what-if": "What if",
    "examples": "Examples",
    "trust": "Trust",
    "export": "Export",
    "serve": "Serve",
    "watch": "Watch",
}
"""Where a term may be met: address → title of the page."""


def letters() -> str:
    """A link to each letter that a term begins with, and one to the course."""
    links = "".join(f'<a href="#glossary-{letter}">{letter}</a>' for letter, _ in _by_letter())
    return f'<nav class="ng-letters" aria-label="Letters">{_door("learn", "school", "All lessons")}{links}</nav>'


def asked_for(slug: str | None) -> str:
    """The term that the address asks for, above all others; "" for none, a sentence for one that is not there."""
    if not slug:
        return ""
    term = glossary.terms().get(slug)
    if term is None:
        return f'<p class="ng-asked">The glossary has no “{html(slug[:40])}”. These are the terms that it has:</p>'
    return f'<div class="ng-asked">{_entry(term)}</div>'


@cache
def listed() -> str:
    """All terms, letter by letter."""
    return "".join(
        f'<section class="ng-letter" id="glossary-{letter}"><h2>{letter}</h2><div class="ng-terms">'
        f"{''.join(map(_entry, own))}</div></section>"
        for letter, own in _by_letter()
    )


def _by_letter() -> list[tuple[str, list[Term]]]:
    by_letter = groupby(glossary.terms().values(), lambda term: term.slug[0].upper())
    return [(letter, list(own)) for letter, own in by_letter]


def _entry(term: Term) -> str:
    also = f' <span class="ng-also">{html(", ".join(term.also))}</span>' if term.also else ""
    doors = []
    if term.lesson in LESSONS:
        doors.append(_door(LESSONS[term.lesson].url, "school", html(LESSONS[term.lesson].title)))
    if term.place:
        doors.append(_door(term.place, "arrow_outward", PLACES[term.place]))
    return (
        f'<article class="ng-term"><h3>{html(term.title)}{also}</h3><p>{html(term.sentence)}</p>'
        f'<p class="ng-doors">{"".join(doors)}</p></article>'
    )


def _door(address: str, icon: str, words: str) -> str:
    return f'<a href="{address}"><span class="nc-icon" aria-hidden="true" translate="no">{icon}</span>{words}</a>'
