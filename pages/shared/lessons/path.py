"""The course's path as HTML: its parts side by side, each lesson a stop on the way that says how far one has come."""

from nnviz.escaping import html
from pages.shared.lessons import lesson
from pages.shared.lessons.course import LESSONS, PARTS, Entry, Part, time_words
from pages.shared.lessons.progress import Stage

_STAGES = {"new": "", "opened": "<b>Opened</b> · ", "answered": "<b>Answered</b> · "}


def drawn(stages: dict[str, Stage]) -> str:
    """All parts that have a lesson; the lesson to go on with is marked."""
    following = to_go_on(stages)
    parts = "".join(_part(part, stages, following) for part in PARTS if part.lessons)
    return f'<div class="nc-path">{parts}</div>'


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
