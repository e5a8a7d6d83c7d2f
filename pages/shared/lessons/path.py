"""The course's path as HTML: its parts side by side, each lesson a stop on the way that says how far one has come."""

from nnviz import glossary
from nnviz.escaping import html
from pages.shared.lessons import lesson
from pages.shared.lessons.course import LESSONS, PARTS, Entry, Part, time_words
from pages.shared.lessons.progress import Stage

_LOOK_UP = (
    '<section class="nc-part nc-more"><h2>To look things up, and to play</h2><ul>'
    f'<li><a href="{glossary.ADDRESS}">Glossary</a>{len(glossary.terms())} words, each in one sentence</li>'
    '<li><a href="generate">Generate</a>networks that make something new, to play with</li>'
    '<li><a href="#read-on">Books and courses</a>for reading on</li></ul></section>'
)
_BOOKS = (
    (
        "https://www.3blue1brown.com/topics/neural-networks",
        "3Blue1Brown, Neural networks",
        "The ideas as films, to watch first.",
    ),
    (
        "http://neuralnetworksanddeeplearning.com",
        "Michael Nielsen, Neural Networks and Deep Learning",
        "A short book at leisure: one idea after another, with all of the code.",
    ),
    (
        "https://www.deeplearningbook.org",
        "Goodfellow, Bengio, Courville, Deep Learning",
        "The textbook, with the mathematics from the beginning. Free to read.",
    ),
    (
        "https://cs231n.github.io",
        "Stanford, CS231n",
        "Course notes on networks that see, and the best on the craft of training.",
    ),
    (
        "https://keras.io/guides/",
        "Keras, Developer guides",
        "How to say all of this in code, by the library that this app uses.",
    ),
    (
        "https://www.tensorflow.org/guide",
        "TensorFlow, Guide",
        "What is below Keras: tensors, gradients, and making it fast.",
    ),
    (
        "https://pytorch.org/tutorials/",
        "PyTorch, Tutorials",
        "The same ideas in the other large library, for those who come from there.",
    ),
)
"""What is good as a whole; what is good for one idea stands in its lesson: address, title, what it is good for."""
_STAGES = {"new": "", "opened": "<b>Opened</b> · ", "answered": "<b>Answered</b> · "}


def drawn(stages: dict[str, Stage]) -> str:
    """All parts that have a lesson; the lesson to go on with is marked."""
    following = to_go_on(stages)
    *parts, last = (_part(part, stages, following) for part in PARTS if part.lessons)
    return f'<div class="nc-path">{"".join(parts)}<div>{last}{_LOOK_UP}</div></div>'


def to_go_on(stages: dict[str, Stage]) -> str | None:
    """The first lesson whose question was not answered yet; None at the end of the course."""
    return next((name for name, stage in stages.items() if stage != "answered"), None)


def beginning(stages: dict[str, Stage]) -> str:
    """How far one has come, and the one door to go on by."""
    answered = [name for name, stage in stages.items() if stage == "answered"]
    following = to_go_on(stages)
    left = time_words(entry for entry in LESSONS.values() if entry.name not in answered)
    words = f"{len(answered)} of {len(stages)} lessons answered"
    door = ""
    if following is not None:
        entry = LESSONS[following]
        begin = "Start here" if set(stages.values()) == {"new"} else "Go on here"
        door = (
            f'<a class="nc-door" href="{entry.url}"><span><b>{begin}</b>{html(entry.title)}</span>'
            '<span class="nc-icon" aria-hidden="true" translate="no">arrow_forward</span></a>'
        )
    rest = f"about {left} to go" if left else "the whole course"
    share = 100 * len(answered) / max(len(stages), 1)
    bar = (
        f'<div class="nc-bar" role="progressbar" aria-label="{words}" aria-valuemin="0" '
        f'aria-valuemax="{len(stages)}" aria-valuenow="{len(answered)}"><span style="width:{share:.1f}%"></span></div>'
    )
    return f'<div class="nc-begin">{door}<div class="nc-far"><p><b>{words}</b>, {rest}</p>{bar}</div></div>'


def books() -> str:
    """Where to read on."""
    items = "".join(
        f'<li><a href="{address}" target="_blank" rel="noopener">{title}</a>{words}</li>'
        for address, title, words in _BOOKS
    )
    return f'<section class="nc-books" id="read-on"><h2>Books and courses</h2><ul>{items}</ul></section>'


def _part(part: Part, stages: dict[str, Stage], following: str | None) -> str:
    stops = "".join(_stop(entry, stages[entry.name], entry.name == following) for entry in part.lessons)
    return (
        f'<section class="nc-part"><h2>{html(part.title)} <span>{time_words(part.lessons)}</span></h2>'
        f"<p>{html(part.sentence)}</p><ol>{stops}</ol></section>"
    )


def _stop(entry: Entry, stage: Stage, is_next: bool) -> str:
    text = lesson.text_of(entry.name)
    before = [LESSONS[name].title for name in entry.after if name in LESSONS]
    builds = f" · builds on {html(', '.join(before))}" if before else ""
    icon = "check" if stage == "answered" else entry.icon
    return (
        f'<li class="nc-stop nc-{stage}{" nc-next" if is_next else ""}">'
        f'<span class="nc-icon nc-mark" aria-hidden="true" translate="no">{icon}</span>'
        f'<div><h3><a href="{entry.url}">{html(entry.title)}</a></h3>'
        f'<p>{html(text.question)}</p><p class="nc-needs">{_STAGES[stage]}{entry.minutes} min{builds}</p></div></li>'
    )
