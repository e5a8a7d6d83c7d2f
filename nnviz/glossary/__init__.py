"""The glossary: the terms of the course and of the app, each in one plain sentence (terms.txt).

A term is two lines there: `name | other names | lesson | place | where it is not marked`, and its sentence. The
lesson is a file of pages/learn, the place the address of a page; both may be empty. `quiet` is an everyday word: it is
found in the glossary and by the search, and not marked in texts. `not batches` has another meaning in that lesson.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

ADDRESS = "learn-glossary"
"""Of the page that lists all terms."""


@dataclass(frozen=True)
class Term:
    """One entry.

    Attributes:
        also: other names of the same thing.
        lesson: the lesson that treats it, as its file is named; "" for none.
        place: address of the page where the app shows it; "" for none.
        quiet: whether texts are left without a mark on it.
        not_in: lessons in which its name means something else.
    """

    name: str
    also: tuple[str, ...]
    sentence: str
    lesson: str = ""
    place: str = ""
    quiet: bool = False
    not_in: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """What names it in an address: `learning-rate`."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()  # R² → R2, é → e
        return re.sub(r"\W+", "-", plain.lower()).strip("-")

    @property
    def title(self) -> str:
        """Its name as the beginning of a line."""
        return self.name if self.name == "t-SNE" else self.name[0].upper() + self.name[1:]


@cache
def terms() -> dict[str, Term]:
    """All of them by slug, in alphabetical order."""
    text = (resources.files(__name__) / "terms.txt").read_text(encoding="utf-8")
    entries = (_term(*block.split("\n")) for block in text.strip().split("\n\n"))
    return {term.slug: term for term in entries}


def _term(head: str, sentence: str) -> Term:
    name, also, lesson, place, *unmarked = (piece.strip() for piece in head.split("|"))
    quiet, _, not_in = unmarked[0].partition("not ") if unmarked else ("", "", "")
    others = tuple(other.strip() for other in also.split(",") if other.strip())
    return Term(name, others, sentence, lesson, place, quiet == "quiet", tuple(not_in.split()))


def of_another_meaning(lesson: str) -> set[str]:
    """Slugs of the terms whose name means something else in that lesson."""
    return {slug for slug, term in terms().items() if lesson in term.not_in}
