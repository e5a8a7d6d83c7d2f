"""The Markdown of a lesson → its parts. The form, with every section that a lesson may have:

    # What does one neuron compute?          the question that the page answers: its title
    One sentence below it.

    ## Intuition                             three sentences of Markdown ($…$ for symbols)

    ## Formula
    ```formula
    \\part{z}{z} = \\part{w1}{w_1} x_1          one formula a line (nnviz/views/formula.py says what is known)
    ```
    - w1 | w_1 | how much the input counts   part of the picture | its symbol, as TeX | what it is
    Any further Markdown.

    ## In Keras
    ```python
    print(neuron(x))                         # → 0.731   (a test runs every block and compares what it prints)
    ```
    Any further Markdown.

    ## Try
    ### Turn the line                        an experiment: a button that sets the picture up so
    What to do.
    See: what one should see.
    ```set
    {"w1": 1, "w2": 0}                       given to the picture's `set`
    ```

    ## Misconceptions
    ### The claim
    What is true instead.

    ## Check
    Words above the question (the question itself is computed, see `nnviz.concepts.check`).

    ## Read on
    - [A book](https://…): why

    ## Next
    - gradient_descent | how the weights are found        a lesson of pages/shared/lessons/course.py | why go there

Any other section is kept in `Lesson.extra`, for the page to hand to its picture.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from nnviz.errors import SpecError

_SECTIONS = ("Intuition", "Formula", "In Keras", "Try", "Misconceptions", "Check", "Read on", "Next")


@dataclass(frozen=True)
class Trial:
    """An experiment: what to do, what one should see, and the state that the picture is set to."""

    title: str
    do: str
    see: str
    state: dict


@dataclass(frozen=True)
class Lesson:
    """A lesson's text, section by section; `symbols` are (part, TeX, words), `misconceptions` (claim, truth)."""

    name: str
    question: str
    sentence: str
    intuition: str
    formulas: tuple[str, ...]
    symbols: tuple[tuple[str, str, str], ...]
    formula_words: str
    code: tuple[str, ...]
    keras: str
    trials: tuple[Trial, ...]
    misconceptions: tuple[tuple[str, str], ...]
    check: str
    reading: str
    next: tuple[tuple[str, str], ...]
    extra: dict[str, str]

    def rows(self, section: str) -> list[list[str]]:
        """The lines "- a | b | c" of an extra section, in pieces."""
        return [[piece.strip() for piece in line[2:].split("|")] for line in _items(self.extra[section])]


def read(file: Path) -> Lesson:
    """The lesson in a Markdown file, named as the file is."""
    return parse(file.stem, file.read_text(encoding="utf-8"))


def parse(name: str, text: str) -> Lesson:
    """A lesson from its Markdown.

    Raises:
        SpecError: a section is missing, or not in the form above.
    """
    head, *rest = re.split(r"^## +(.+)$", text, flags=re.M)
    parts = {title.strip(): body.strip() for title, body in zip(rest[::2], rest[1::2], strict=True)}
    wrong = [title for title in _SECTIONS if title not in parts]
    if wrong or not head.startswith("# "):
        raise SpecError(
            f"Lesson {name!r}: its {', '.join(wrong) or 'title'} is missing.",
            expected=f"# the question, then ## {', ## '.join(_SECTIONS)}",
            where=name,
        )
    question, _, sentence = head[2:].partition("\n")
    formula_words, formulas = _fenced(parts["Formula"], "formula")
    symbols = tuple(tuple(piece.strip() for piece in line[2:].split("|", 2)) for line in _items(formula_words))
    _, code = _fenced(parts["In Keras"], "python")
    return Lesson(
        name,
        question.strip(),
        sentence.strip(),
        parts["Intuition"],
        tuple(line for block in formulas for line in block.splitlines() if line.strip()),
        symbols,
        _without_items(formula_words),
        code,
        parts["In Keras"],
        tuple(_trial(name, *pair) for pair in _subsections(parts["Try"])),
        _subsections(parts["Misconceptions"]),
        parts["Check"],
        parts["Read on"],
        tuple(tuple(piece.strip() for piece in line[2:].split("|", 1)) for line in _items(parts["Next"])),
        {title: body for title, body in parts.items() if title not in _SECTIONS},
    )


def _fenced(text: str, language: str) -> tuple[str, tuple[str, ...]]:
    """(the text without its fenced blocks of that language, those blocks)."""
    pattern = re.compile(rf"^```{language}\n(.*?)^```\s*$", re.M | re.S)
    return pattern.sub("", text).strip(), tuple(block.rstrip("\n") for block in pattern.findall(text))


def _items(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("- ") and "|" in line]


def _without_items(text: str) -> str:
    items = set(_items(text))
    return "\n".join(line for line in text.splitlines() if line not in items).strip()


def _subsections(text: str) -> tuple[tuple[str, str], ...]:
    _, *rest = re.split(r"^### +(.+)$", text, flags=re.M)
    return tuple((title.strip(), body.strip()) for title, body in zip(rest[::2], rest[1::2], strict=True))


def _trial(name: str, title: str, body: str) -> Trial:
    words, blocks = _fenced(body, "set")
    do, mark, see = words.partition("See:")
    if not blocks or not mark:
        raise SpecError(f"Lesson {name!r}, experiment {title!r}: it lacks its set block or its 'See:'.", where=name)
    return Trial(title, do.strip(), see.strip(), json.loads(blocks[0]))
