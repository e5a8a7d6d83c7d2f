"""The pattern of a lesson, drawn from its Markdown (the form: nnviz/views/lesson_text.py) and its picture.

    text = lesson.begin("neuron")                   the frame, the question, one sentence
    lesson.picture(text, {...})                     nnviz/web/lessons/neuron (what it exports: nnviz/web/lesson.js)
    lesson.rest(text, ask, judge, doors)            everything below it

`ask(number) -> Question` and `judge(number, answer) -> Verdict` are plain functions of `nnviz.concepts`.
A page that needs widgets below its picture opens `st.container()` first and draws the picture into it last.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import streamlit as st
from streamlit.errors import StreamlitAPIException

from nnviz import glossary
from nnviz.concepts import asked
from nnviz.concepts.check import Question, Verdict
from nnviz.errors import NnvizError
from nnviz.plots import theme
from nnviz.specs import Experiment
from nnviz.views.formula import mathml
from nnviz.views.glossed import glossed
from nnviz.views.lesson_text import Lesson, read
from nnviz.views.web_modules import modules
from pages.shared import frame
from pages.shared.lessons import linked, preset, progress
from pages.shared.lessons.course import LESSONS, neighbours
from pages.shared.session import state, widgets
from pages.shared.session.record import LessonState, record

_ANSWERS = ("lesson.{}.choice", "lesson.{}.number")


@cache
def text_of(name: str) -> Lesson:
    """A lesson's text, read once."""
    return read(LESSONS[name].text)


@dataclass(frozen=True)
class Door:
    """A way into the Lab: the experiment it opens with (None: the one in hand) and the page."""

    label: str
    words: str
    experiment: Callable[[], Experiment] | None = None
    page: str = "pages/lab/train.py"


@cache
def _component():
    return st.components.v2.component("nnviz.lesson", js="lesson.js", css="lesson.css")


def _mount(text: Lesson, role: str, on: tuple[str, ...] = (), number: int = 0, **data):
    payload = {"lesson": text.name, "role": role, "theme": theme.tokens(frame.dark()), **data}
    callbacks = {f"on_{name}_change": _ignore for name in on}
    return _component()(key=f"lesson-{text.name}-{role}{number or ''}", data=payload, **callbacks)


def _ignore() -> None:
    """Streamlit delivers a trigger only to a component that has a callback for it."""


def begin(name: str) -> Lesson:
    """Draws the frame with the lesson's question and sentence; returns its text."""
    text = text_of(name)
    frame.page(text.question, text.sentence)
    progress.reached(name, "opened")
    _along_the_course(name)
    linked.tell(text)
    return text


def _along_the_course(name: str) -> None:
    """The lesson before, the index and the lesson after, in one quiet row."""
    before, after = neighbours(name)
    with st.container(horizontal=True, gap="small", key="along"):
        if before:
            st.page_link(before.page, label=before.title, icon=":material/arrow_back:", help="The lesson before")
        words = f"Lesson {list(LESSONS).index(name) + 1} of {len(LESSONS)}"
        st.page_link("pages/learn/index.py", label=words, icon=":material/school:", help="All lessons")
        if after:
            st.page_link(
                after.page,
                label=after.title,
                icon=":material/arrow_forward:",
                icon_position="right",
                help="The next lesson",
            )


def picture(text: Lesson, data: dict | None = None, answer: Callable[[dict], dict] | None = None) -> None:
    """The picture to play with.

    Args:
        data: reaches the module as it is (arrays packed by nnviz.views.packing); it may change from rerun to rerun.
        answer: for a picture that asks the page (`lesson.ask({"id": …, …})`): what it asked, which may be anything and
            is read by `nnviz.concepts.asked`, → what it gets back, as `data.answer`, "id" included. A refusal comes
            back as {"id", "error": sentence}. Only the picture reruns.
    """
    if answer is None:
        _picture(text, data or {})
    else:
        st.fragment(_asking)(text, data or {}, answer)


def _picture(text: Lesson, data: dict):
    lesson = record().lesson(text.name)
    asked_for = linked.preset(text)
    then = dict.fromkeys(file for name, _ in text.next if name in LESSONS for file in modules(name))
    return _mount(
        text,
        "picture",
        ("ask",),
        data=data,
        set={"count": lesson.sets, "state": lesson.setup},
        preset={"state": asked_for.state, "known": asked_for.known, "controls": asked_for.controls},
        modules=modules(text.name),
        then=list(then),
    ).ask


def _asking(text: Lesson, data: dict, answer: Callable[[dict], dict]) -> None:
    lesson = record().lesson(text.name)
    question = _picture(text, {**data, "answer": lesson.answer})
    if question is not None and not _answered(lesson, question):
        lesson.asked = question
    if lesson.asked is None:
        return
    try:
        reply = answer(lesson.asked)
    except NnvizError as error:
        reply = {"error": str(error)}
    except Exception:
        lesson.asked = None  # which the next run would only stumble over again
        raise
    lesson.answer, lesson.asked = {"id": asked.identity(lesson.asked), **reply}, None
    _draw_again()


def _answered(lesson: LessonState, question) -> bool:
    """Whether that is the question of the last answer: pictures ask again while they wait."""
    name = asked.identity(question)
    return name is not None and lesson.answer is not None and lesson.answer["id"] == name


def _draw_again() -> None:
    """The picture alone; the whole page where the question came together with something that ran the whole page, such
    as a new width."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        st.rerun()


def set_picture(name: str, setup: dict) -> None:
    """Sets a lesson's picture to a state at the next run; for use in callbacks."""
    lesson = record().lesson(name)
    lesson.sets, lesson.setup = lesson.sets + 1, setup


def rest(
    text: Lesson,
    ask: Callable[[int], Question],
    judge: Callable[[int, float | str | dict[str, float]], Verdict],
    doors: Sequence[Door] = (),
) -> None:
    """Every section below the picture, two beside each other where there is room."""
    asked_for = linked.preset(text)
    seen = glossary.of_another_meaning(text.name)
    glossed(text.sentence, seen)
    with st.container(key="sections"):
        left, right = st.columns([5, 6], gap="large")
    drawn = (
        (left, "intuition", lambda: st.markdown(glossed(text.intuition, seen))),
        (right, "formula", lambda: _formula(text, seen)),
        (left, "try", lambda: _trials(text, seen)),
        (right, "keras", lambda: _keras(text, seen)),
        (left, "misunderstood", lambda: _misconceptions(text, seen)),
        (right, "check", lambda: _check(text, ask, judge)),
        (left, "read", lambda: st.markdown(text.reading)),
        (right, "next", lambda: _doors(text, doors)),
    )
    for number, (column, section, draw) in enumerate(drawn, start=1):
        if section not in asked_for.sections:
            # where there is no room for two beside each other, they follow by their numbers
            with column, st.container(key=f"section-{number}"):
                st.header(preset.SECTIONS[section], anchor=section)
                draw()
    if not asked_for.asks:
        _teach(text)
    progress.keep_in_browser()


def _teach(text: Lesson) -> None:
    """The way to such a link."""
    with st.expander("For teachers: a link to this lesson as you want it", icon=":material/school:"):
        st.markdown(
            "Set the picture up and choose what your pupils shall not see. Everything is in the address of the link."
        )
        _mount(
            text,
            "teach",
            sections=preset.SECTIONS,
            trials={f"try-{number}": f"as in “{trial.title}”" for number, trial in enumerate(text.trials, start=1)},
        )


def _trials(text: Lesson, seen: set[str]) -> None:
    trials = [
        {"title": t.title, "do": glossed(t.do, seen), "told": glossed(t.see, seen), "state": t.state}
        for t in text.trials
    ]
    _mount(text, "trials", trials=trials)


def _misconceptions(text: Lesson, seen: set[str]) -> None:
    for claim, truth in text.misconceptions:
        st.markdown(f"**{claim}**  \n{glossed(truth, seen)}")


def _formula(text: Lesson, seen: set[str]) -> None:
    _mount(
        text,
        "formula",
        formulas=[mathml(line) for line in text.formulas],
        symbols=[
            {"part": part, "symbol": mathml(tex).replace(' display="block"', ""), "words": glossed(words, seen)}
            for part, tex, words in text.symbols
        ],
    )
    st.markdown(glossed(text.formula_words, seen))


def _keras(text: Lesson, seen: set[str]) -> None:
    """Words as Markdown; code by the lesson's own component, since Streamlit's highlighter keeps the page's thread busy
    for almost half a second with its languages, before the picture can be drawn."""
    for number, piece in enumerate(re.split(r"^```python\n(.*?)^```\s*$", text.keras, flags=re.M | re.S)):
        if number % 2:
            _mount(text, "code", number=number, code=piece.rstrip("\n"))
        elif piece.strip():
            st.markdown(glossed(piece.strip(), seen))


def door(name: str, words: str = "") -> None:
    """A link to a lesson, for the controls in the Lab that it explains."""
    entry = LESSONS[name]
    st.page_link(entry.page, label=words or f"{entry.title}, explained", icon=":material/school:")


def _check(text: Lesson, ask, judge) -> None:
    number = record().lesson(text.name).question
    question = ask(number)
    st.markdown(f"{text.check}\n\n{question.words}")
    answer = _made(text, question) if question.make else _typed(text, question)
    if answer is None:
        return
    verdict = judge(number, answer)
    if verdict.right:
        progress.reached(text.name, "answered")
        st.success(verdict.words, icon=":material/check:")
    else:
        st.info(verdict.words, icon=":material/lightbulb:")


def _typed(text: Lesson, question: Question) -> float | str | None:
    """A number, or one of the choices; None before there is one."""
    with st.form(f"check-{text.name}", border=False):
        if question.choices:
            answer = st.radio("Your answer", question.choices, index=None, key=_ANSWERS[0].format(text.name))
        else:
            answer = st.number_input(
                f"Your answer{f' ({question.unit})' if question.unit else ''}",
                value=None,
                format="%.4g",
                width=220,
                key=_ANSWERS[1].format(text.name),
            )
        with st.container(horizontal=True):
            st.form_submit_button("Check my answer", type="primary")
            st.form_submit_button("Another question", on_click=_next_question, args=(text.name,))
            if question.state:
                st.form_submit_button("Show it in the picture", on_click=set_picture, args=(text.name, question.state))
    return answer


def _made(text: Lesson, question: Question) -> dict[str, float] | None:
    """What the picture measured of itself when it was last to be checked; None before it was."""
    lesson = record().lesson(text.name)
    told = _mount(text, "goal", ("ask",)).ask
    if told is not None:
        lesson.measures = asked.measures(told)
    with st.container(horizontal=True):
        st.button("Another question", key=f"another-{text.name}", on_click=_next_question, args=(text.name,))
        if question.state:
            words = "Begin in the picture"
            st.button(words, key=f"begin-{text.name}", on_click=set_picture, args=(text.name, question.state))
    return lesson.measures


def _next_question(name: str) -> None:
    """The form stays, so that the keyboard keeps its place; its answer goes."""
    lesson = record().lesson(name)
    lesson.question, lesson.measures = lesson.question + 1, None
    for key in _ANSWERS:
        widgets.put(key.format(name), None)


def _doors(text: Lesson, doors: Sequence[Door]) -> None:
    for position, way in enumerate(doors):
        if st.button(way.label, key=f"door-{text.name}-{position}", icon=":material/science:", help=way.words):
            if way.experiment is not None:
                state.load(way.experiment())
            st.switch_page(way.page)
    _, after = neighbours(text.name)
    if after is not None and after.name not in dict(text.next):
        st.page_link(after.page, label=f"Next lesson: **{after.title}**", icon=":material/arrow_forward:")
    for name, words in text.next:
        if name in LESSONS:
            entry = LESSONS[name]
            st.page_link(entry.page, label=f"**{entry.title}**: {words}", icon=f":material/{entry.icon}:")
