"""The Learn pages: their Markdown is complete, their formulas are tied to the picture, their checks and doors work."""

import re

import pytest

from nnviz.concepts import neuron_check
from nnviz.concepts.check import Question, Verdict
from nnviz.errors import SpecError
from nnviz.views.formula import mathml
from nnviz.views.lesson_text import parse, read
from pages.shared.lessons import lesson
from pages.shared.lessons.course import COURSE, LESSONS, neighbours
from tests.app.conftest import in_hand, path_of, words
from tests.declared_lesson import declared
from tests.sampling import sample

TEXT = read(LESSONS["neuron"].text)


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_has_all_that_the_pattern_asks(name):
    text = read(LESSONS[name].text)
    assert text.question.endswith("?") and text.sentence and text.intuition
    assert 2 <= len(text.trials) <= 4 and all(trial.do and trial.see and trial.state for trial in text.trials)
    assert len(text.misconceptions) >= 3 and text.reading.count("](http") >= 1 and text.next and text.code
    parts = {part for part, _, _ in text.symbols}
    tied = set(re.findall(r'data-part="([^"]+)"', "".join(map(mathml, text.formulas))))
    assert tied, "the formula's symbols are tied to the picture"
    assert {one for part in tied for one in part.split()} <= {one for part in parts for one in part.split()}
    assert {target for target, _ in text.next} <= {entry.name for entry in COURSE}


@pytest.mark.parametrize("name", LESSONS)
def test_experiments_are_plain_words_that_guess_for_nobody(name):
    """Experiments and symbols stand where no Markdown is read; what the reader is to guess is not set beforehand."""
    text = lesson.text_of(name)
    words_of = [*(words for trial in text.trials for words in (trial.title, trial.do, trial.see))]
    for plain in (*words_of, *(meaning for _, _, meaning in text.symbols)):
        assert not re.search(r"`|\*\*|(?<![\w*])\*\w[^*]*\w\*(?!\w)", plain), plain
    for trial in text.trials:
        assert not [key for key, value in trial.state.items() if "guess" in key.lower() and isinstance(value, str)]


def test_formula_is_mathml():
    assert mathml(r"w_1^2") == '<math display="block"><msubsup><mi>w</mi><mn>1</mn><mn>2</mn></msubsup></math>'
    assert (
        mathml(r"\frac{1}{n}")
        == '<math display="block"><mfrac><mrow><mn>1</mn></mrow><mrow><mi>n</mi></mrow></mfrac></math>'
    )
    assert 'data-part="w1 x1"' in mathml(r"\part{w1 x1}{z}") and "<mtext>if z</mtext>" in mathml(r"\text{if z}")
    assert mathml(r"\cases{1 & z \\ 0 & y}").count("<mtr>") == 2


@pytest.mark.parametrize("wrong", ["{a", "a}", r"\nonsense", r"\part w", "x_", r"\cases{a & b"])
def test_a_formula_with_a_fault_is_a_sentence(wrong):
    with pytest.raises(SpecError, match="formula|braces"):
        mathml(wrong)


def test_a_lesson_with_a_section_missing_is_a_sentence():
    with pytest.raises(SpecError, match="Formula"):
        parse("x", "# Question?\nSentence.\n\n## Intuition\nText\n")


def test_neuron_page_checks_an_answer(visit):
    app = visit("pages/learn/neuron.py")
    assert app.title[0].value == TEXT.question
    state = neuron_check.ask(0).state
    z = state["w1"] * state["x1"] + state["w2"] * state["x2"] + state["b"]
    app.number_input[0].set_value(z - state["b"])
    _press(app, "Check my answer")
    assert "without the bias" in app.info[0].value
    app.number_input[0].set_value(z)
    _press(app, "Check my answer")
    assert app.success[0].value.startswith("Right")
    _press(app, "Another question")
    assert neuron_check.ask(1).words in words(app) and not app.success
    _press(app, "Show it in the picture")
    lesson = app.session_state["nnviz"].lessons["neuron"]
    assert (lesson.sets, lesson.setup) == (1, neuron_check.ask(1).state)


def test_a_picture_that_is_to_do_something_is_judged_by_what_it_measures(visit, monkeypatch):
    def ask(number):
        return Question(f"Make it {number + 3}.", {"w1": 0}, make=True)

    def judge(number, measures):
        return Verdict(measures.get("w1") == number + 3, f"It is {measures.get('w1', 'unknown')}.")

    monkeypatch.setattr(neuron_check, "ask", ask)
    monkeypatch.setattr(neuron_check, "judge", judge)
    app = visit("pages/learn/neuron.py")
    own = app.session_state["nnviz"].lessons["neuron"]
    assert "Make it 3." in words(app) and not app.info and not app.success
    own.measures = {"w1": 2.0}
    assert app.run().info[0].value == "It is 2.0."
    own.measures = {"w1": 3.0}
    assert app.run().success[0].value == "It is 3.0." and not app.info
    _press(app, "Another question")
    assert own.measures is None and "Make it 4." in words(app) and not app.success
    _press(app, "Begin in the picture")
    assert (own.sets, own.setup) == (1, {"w1": 0})


def test_a_question_that_comes_with_a_run_of_the_whole_page_is_answered(visit, monkeypatch):
    """As when a new width runs the page at the moment in which the picture asks."""
    questions, given = iter([{"want": "nothing that there is", "id": "7"}]), []

    def picture(text, data):
        given.append(data["answer"])
        return next(questions, None)

    monkeypatch.setattr(lesson, "_picture", picture)
    app = visit("pages/learn/convolutions.py")
    assert not app.exception and len(given) == 2
    assert given[-1]["id"] == "7" and given[-1]["error"]
    assert any(header.value == "Go on" for header in app.header)


def test_a_door_of_the_neurons_page_is_one_neuron_on_xor():
    door = next(door for door in declared("neuron").doors if door.label == "Train one neuron on XOR")
    experiment = door.experiment()
    assert experiment.data.source == "xor"
    assert [layer.settings["units"] for layer in experiment.model.layers] == [1]


@pytest.mark.parametrize("name", LESSONS)
def test_it_opens_and_leads_to_the_lessons_beside_it_and_on(visit, name):
    app = visit(LESSONS[name].page)
    assert app.title[0].value == read(LESSONS[name].text).question
    led = [link.proto.page for link in app.get("page_link")]
    before, after = ([entry.url] if entry else [] for entry in neighbours(name))
    on = [LESSONS[target].url for target, _ in read(LESSONS[name].text).next if target in LESSONS]
    at_the_end = [page for page in after if page not in on]
    assert on and [page for page in led if page.startswith("learn")] == [*before, "learn", *after, *at_the_end, *on]


@pytest.mark.parametrize("name", sample(LESSONS, 3))
def test_every_kind_of_question_is_judged_and_set_in_the_picture(visit, name):
    """The first question of each kind that the lesson asks."""
    lesson, app = declared(name), visit(LESSONS[name].page)
    own = app.session_state["nnviz"].lessons[name]
    first_of_kind = {}
    for number, question in enumerate(map(lesson.ask, range(12))):
        first_of_kind.setdefault((question.make, bool(question.choices)), number)
    for number in first_of_kind.values():
        own.question, question = number, lesson.ask(number)
        app.run()
        (_made if question.make else _typed)(app, lesson, number)
        if question.state:
            _press(app, "Begin in the picture" if question.make else "Show it in the picture")
            assert own.setup == question.state
        _press(app, "Another question")
        assert own.question == number + 1 and not app.info and not app.success


def _typed(app, lesson, number: int) -> None:
    for answer in (lesson.wrong_answer(number), lesson.right_answer(number)):
        (app.radio or app.number_input)[0].set_value(answer)
        _press(app, "Check my answer")
        verdict = lesson.judge(number, answer)
        assert (app.success if verdict.right else app.info)[0].value == verdict.words


def _made(app, lesson, number: int) -> None:
    """Of a picture that does not measure what it is asked for, too."""
    app.session_state["nnviz"].lessons[lesson.text.name].measures = {}
    app.run()
    assert not app.exception and app.info[0].value == lesson.judge(number, {}).words


@pytest.mark.parametrize("name", sample(LESSONS, 3))
def test_every_door_leads_to_its_page_with_its_experiment(visit, name):
    doors = declared(name).doors
    assert doors
    for door in doors:
        app = visit(LESSONS[name].page)
        before = in_hand(app).experiment
        _press(app, door.label)
        assert path_of(app) == door.page
        assert in_hand(app).experiment == (door.experiment() if door.experiment else before)


def _press(app, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
