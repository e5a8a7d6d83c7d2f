"""Teachers' links: what an address may ask of a lesson, and what becomes of nonsense."""

import base64
import json

import pytest

from nnviz.views.lesson_text import read
from pages.shared.lessons.course import LESSONS
from pages.shared.lessons.preset import SECTIONS, Preset, of_address
from tests.app.conftest import words

TEXT = read(LESSONS["neuron"].text)


def packed(state) -> str:
    return base64.urlsafe_b64encode(json.dumps(state).encode()).decode().rstrip("=")


def test_an_address_sets_the_picture_and_leaves_parts_out():
    state = {
        "w1": 2,
        "b": -0.75,
        "task": "free",
        "on": ["sgd", "adam"],
        "row": None,
        "numbers": {"w11": 1.5},
        "play": True,
    }
    asked = of_address(TEXT, {"set": packed(state), "hide": "formula,check,~learning-rate,~learning-rate"})
    assert asked == Preset(state, False, frozenset({"formula", "check"}), ("learning-rate",))
    assert asked.asks and not of_address(TEXT, {}).asks and of_address(TEXT, {}) == Preset()


def test_a_link_as_the_browser_writes_it_is_read():
    """The same state as in tests/web/lesson_preset.test.mjs."""
    assert of_address(TEXT, {"set": "eyJ3MSI6MC4zMzMzLCJuYW1lIjoizrcrIn0"}).state == {"w1": 0.3333, "name": "η+"}


def test_an_address_may_name_an_experiment():
    asked = of_address(TEXT, {"set": "try-2"})
    assert asked.state == TEXT.trials[1].state and asked.known


@pytest.mark.parametrize(
    "asked",
    [
        "try-9",
        "try-0",
        "%%%",
        "e30=x",
        "<script>alert(1)</script>",
        packed([1, 2]),
        packed("w1"),
        packed(7),
        packed({"w1": "<img src=x>"}),
        packed({"w1": "javascript:alert('x')"}),
        packed({"w1": 1e300}),
        packed({"<b>": 1}),
        packed({"w1": {"a": {"b": {"c": {"d": 1}}}}}),
        packed({"w1": list(range(1000))}),
        packed({"w1": "x" * 100}),
        packed({f"w{number}": number for number in range(2000)}),
        base64.urlsafe_b64encode(b'{"w1": NaN}').decode(),
        base64.urlsafe_b64encode(b'{"w1": Infinity}').decode(),
        base64.urlsafe_b64encode(b"[" * 3000).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        "A" * 100_000,
    ],
)
def test_a_state_that_no_picture_takes_is_a_sentence(asked):
    preset = of_address(TEXT, {"set": asked})
    assert preset.state is None and not preset.asks
    assert len(preset.problems) == 1 and "cannot be read" in preset.problems[0] and len(preset.problems[0]) < 220


@pytest.mark.parametrize("asked", ["nope", "Formula", "~Learning Rate", "~", "<b>", "formula;check", "x" * 10_000])
def test_to_hide_what_no_lesson_has_is_a_sentence(asked):
    preset = of_address(TEXT, {"hide": asked})
    assert not preset.asks and "which no lesson has" in preset.problems[0] and len(preset.problems[0]) < 300
    assert of_address(TEXT, {"hide": f"{asked},check"}).sections == {"check"} or len(asked) > 6000


def test_a_lesson_opened_by_a_link_lacks_what_it_hides_and_says_so(visit):
    page = LESSONS["neuron"].page
    usual = visit(page)
    assert [header.value for header in usual.header] and len(usual.header) == len(SECTIONS)
    assert any("For teachers" in expander.label for expander in usual.expander)
    linked = visit(page, set="try-2", hide="formula,check,~run")
    shown = {header.value for header in linked.header}
    assert shown == set(SECTIONS.values()) - {"Formula", "Check yourself"}
    assert not linked.number_input and not linked.warning
    assert "[The whole lesson](learn-neuron)" in words(linked)
    assert not any("For teachers" in expander.label for expander in linked.expander)
    strange = visit(page, set="<b>", hide="<i>nothing</i>")
    assert len(strange.warning) == 2 and len(strange.header) == len(SECTIONS)
    assert all("<" not in warning.value.replace("\\<", "") for warning in strange.warning)
