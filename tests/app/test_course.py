"""The course around the lessons: its path, its index, how far one has come, and what the search searches."""

import re

import pytest

from nnviz import glossary, settings
from pages.shared.lessons import path, progress
from pages.shared.lessons.course import COURSE, LESSONS, PARTS, Entry, time_words


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    return tmp_path


def html(app) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_a_lesson_builds_only_on_lessons_before_it():
    names = [entry.name for entry in COURSE]
    assert len(set(names)) == len(names)
    for at, entry in enumerate(COURSE):
        assert set(entry.after) <= set(names[:at]), entry.name
        assert 5 <= entry.minutes <= 20


def test_time_is_told_to_five_minutes():
    of = {minutes: Entry("x", "X", "x", minutes) for minutes in (7, 12, 58, 60)}
    assert time_words([of[12], of[12]]) == "25 min"
    assert time_words([of[60]]) == "1 h" == time_words([of[58]])
    assert time_words([of[60], of[7]]) == "1 h 5 min"
    assert time_words([]) == ""


def test_the_index_shows_the_path_and_knows_how_far_one_has_come(visit, home):
    shown = html(visit("pages/learn/index.py"))
    first = next(iter(LESSONS.values()))
    assert f"0 of {len(LESSONS)} lessons answered" in shown and "Answered" not in shown
    assert f'href="{first.url}"><span><b>Start here</b>' in shown
    positions = [shown.index(f'<h3><a href="{entry.url}">') for entry in LESSONS.values()]
    assert positions == sorted(positions)
    assert [part.title for part in PARTS if part.lessons] == re.findall(r"<h2>(.*?) <span>", shown)
    visit(LESSONS["convolutions"].page)
    assert (progress.stages()["convolutions"], progress.stages()["neuron"]) == ("opened", "new")
    progress.reached(first.name, "answered")
    progress.reached(first.name, "opened")
    shown = html(visit("pages/learn/index.py"))
    assert f"1 of {len(LESSONS)} lessons answered" in shown
    assert (shown.count("<b>Answered</b>"), shown.count("<b>Opened</b>")) == (1, 1)
    assert f'href="{list(LESSONS.values())[1].url}"><span><b>Go on here</b>' in shown


def test_at_the_end_of_the_course_there_is_nothing_to_go_on_with():
    done = dict.fromkeys(LESSONS, "answered")
    assert path.to_go_on(done) is None and "Go on here" not in path.beginning(done)
    assert "nc-next" not in path.drawn(done)


def test_the_glossary_shows_the_term_that_the_address_asks_for_above_all_others(visit):
    shown = html(visit("pages/learn/glossary.py", term="learning-rate"))
    top, _, below = shown.partition('<section class="ng-letter"')
    rate = glossary.terms()["learning-rate"]
    assert f"<h3>{rate.title}" in top and rate.sentence in top and 'href="train"' in top
    assert below.count("<article") == len(glossary.terms())
    letters = re.findall(r'href="#glossary-(\w)"', shown)
    assert letters == re.findall(r'id="glossary-(\w)"', shown) and len(letters) > 15
    shown = html(visit("pages/learn/glossary.py", term="<img src=x>"))
    assert "has no “&lt;img src=x&gt;”" in shown and "<img" not in shown


def test_the_sentence_below_a_pages_title_is_marked_too(visit):
    assert "[layer](learn-glossary?term=layer" in visit("pages/lab/build.py").caption[0].value


def test_the_first_uses_of_terms_in_a_lesson_are_marked_across_its_sections(visit):
    app = visit(LESSONS["neuron"].page)
    marked = [slug for block in (*app.caption, *app.markdown) for slug in re.findall(r"\?term=([\w-]+)", block.value)]
    assert {"bias", "activation-function", "gradient-descent"} <= set(marked)
    assert max(map(marked.count, marked)) == 1


def test_what_only_the_browser_knows_is_taken_over(home):
    progress.reached("neuron", "opened")
    progress.told_by_browser({"neuron": "answered", "convolutions": "opened"})
    assert (progress.stages()["neuron"], progress.stages()["convolutions"]) == ("answered", "opened")
    progress.told_by_browser({"neuron": "new"})
    assert progress.stages()["neuron"] == "answered"


def test_progress_is_forgotten_when_asked(visit, home):
    assert not visit("pages/learn/index.py").button
    progress.reached("neuron", "answered")
    app = visit("pages/learn/index.py")
    next(button for button in app.button if button.label == "Forget it").click().run()
    assert set(progress.stages().values()) == {"new"} and f"0 of {len(LESSONS)} lessons answered" in html(app)
    assert app.session_state["nnviz"].course_forgotten


@pytest.mark.parametrize("told", [None, [], "x", {"neuron": ["answered"]}, {"neuron": 7, "gone": "answered"}])
def test_nonsense_of_a_browser_changes_nothing(home, told):
    progress.told_by_browser(told)
    assert set(progress.stages().values()) == {"new"}


@pytest.mark.parametrize("damage", ["{", "[]", '{"neuron": 7}', '{"gone": "answered"}'])
def test_a_damaged_note_of_progress_counts_as_none(home, damage):
    (home / "progress" / "mine").mkdir(parents=True)
    (home / "progress" / "mine" / "course.json").write_text(damage)
    assert set(progress.stages().values()) == {"new"}
