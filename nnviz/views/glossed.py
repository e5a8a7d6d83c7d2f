"""Markdown of ours in which the first use of each of the glossary's terms is marked.

A mark is a plain link to the glossary whose title is the term's sentence. nnviz/web/glossed.js shows that sentence on
hover, focus and touch; without it the link leads to the entry.
"""

import re
from functools import cache

from nnviz.glossary import ADDRESS, Term, terms

_PROTECTED = re.compile(
    r"""
      ^[ ]{0,3}(?P<fence>`{3,}|~{3,})[\s\S]*?(?:^[ ]{0,3}(?P=fence)[ ]*$|\Z)   # blocks of code
    | ^[ ]{0,3}\#{1,6}[ ].*$                                  # headings
    | (?P<ticks>`+)[\s\S]*?(?P=ticks)(?!`)                    # code
    | \${2}[\s\S]*?\${2} | (?<!\\)\$[^$\n]+\$                   # formulas
    | !?\[(?:[^\[\]]|\[[^\]]*\])*\](?:\([^)]*\)|\[[^\]]*\])?  # links and images, and what is in brackets
    | <[^<>\n]*>                                              # HTML and addresses
    | https?://\S+ | www\.\S+
    | :[a-z]+(?:-[a-z]+)*(?=\[) | :\w+/\w+:                   # colours and icons
    """,
    re.X | re.M,
)


def glossed(markdown: str, seen: set[str] | None = None) -> str:
    """`markdown` with the first use of each term marked; code, formulas, links and headings stay as they are.

    Args:
        seen: slugs of terms that were marked before, above this text; the ones marked now are added.
    """
    seen = set() if seen is None else seen
    pieces, end = [], 0
    for match in _PROTECTED.finditer(markdown):
        pieces += [_marked(markdown[end : match.start()], seen), match[0]]
        end = match.end()
    return "".join([*pieces, _marked(markdown[end:], seen)])


def link(term: Term, words: str) -> str:
    """The mark: `[words](address "sentence")`."""
    lesson = f"&lesson=learn-{term.lesson.replace('_', '-')}" if term.lesson else ""
    return f'[{words}]({ADDRESS}?term={term.slug}{lesson} "{term.sentence}")'


def _marked(text: str, seen: set[str]) -> str:
    pattern, owners = _names()

    def mark(match: re.Match) -> str:
        term = owners[_folded(match["name"])]
        if term.slug in seen:
            return match[0]
        seen.add(term.slug)
        return link(term, match[0])

    return pattern.sub(mark, text)


@cache
def _names() -> tuple[re.Pattern, dict[str, Term]]:
    """What finds any name of any marked term, the longest first, one of them or several; and whose name it is."""
    owners = {_folded(name): term for term in terms().values() if not term.quiet for name in (term.name, *term.also)}
    names = sorted(owners, key=len, reverse=True)
    spaced = "|".join(re.escape(name).replace(r"\ ", r"[\s\u2011-]+") for name in names)
    return re.compile(rf"(?<![\w\\-])(?P<name>{spaced})(?:s|es)?(?![\w-])", re.I), owners


def _folded(name: str) -> str:
    """A name without what it may be spelled with: capitals, hyphens, the end of a line."""
    return " ".join(re.split(r"[\s\u2011-]+", name.lower()))
