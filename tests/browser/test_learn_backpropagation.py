"""Backpropagation in Chromium: stepped forwards and back, changed, tried out, and on a network of one's own."""

import math
import re

import pytest
from playwright.sync_api import Page, expect

from nnviz.concepts.backpropagation import BEGINNING
from tests.browser.lessons import DARK, drawn, faults, has_keyboard, number, open_lesson, pull, value
from tests.sampling import sample, whole

NAME = "backpropagation"
pytestmark = pytest.mark.motion


@DARK
def test_step_by_step(page, app_url):
    open_lesson(page, app_url, NAME)
    line, on = page.locator(".bp-line"), page.get_by_role("button", name="One step on")
    expect(value(page, "L")).to_have_text("not yet")
    on.click()
    expect(line).to_contain_text("= w₁₁ · x₁ =0.800 · 1.00 =0.800")
    on.click()
    on.click()
    expect(line).to_contain_text("z₁= w₁₁x₁ + w₂₁x₂ + b₁ =0.800 + 0.300 + 0.100 =1.20")
    page.get_by_role("button", name="One step back").click()
    expect(line).to_contain_text("w₂₁ · x₂")
    page.get_by_role("button", name="Forward").click()
    expect(value(page, "L")).to_have_text("0.145")  # what the page's Keras block prints
    expect(value(page, "gradient w11")).to_have_text("not yet")
    page.get_by_role("button", name="Backward").click()
    expect(value(page, "gradient w11")).to_have_text("−0.0192")
    page.get_by_role("button", name="Update").click()
    page.get_by_role("button", name="Take this step").click()
    expect(value(page, "L")).not_to_have_text("0.145")
    page.locator(".bp-tape button").nth(17).click()
    expect(line).to_contain_text("How wrong the output is")
    page.get_by_role("button", name="Reset").click()
    expect(value(page, "w11")).to_have_text("0.800")
    it_plays_and_takes_a_step_at_the_rate(page)
    the_way_back_stays_in_sight_on_a_phone(page)


def it_plays_and_takes_a_step_at_the_rate(page: Page) -> None:
    page.get_by_role("button", name="Play").press("Enter")
    expect(page.locator(".np-label")).to_have_text(re.compile("step [1-9]"))
    page.get_by_role("button", name="Pause").press("Enter")
    page.get_by_role("slider", name="step", exact=True).fill("56")
    new = page.locator(".bp-chip[data-part='w11'] .bp-gradient")
    expect(new).to_have_text("→ 0.810")  # 0.8 + 0.5 · 0.0192
    page.locator(".nl-picture").get_by_label("Learning rate η").fill("2")
    expect(new).to_have_text("→ 0.838")
    page.get_by_role("button", name="Take this step").press("Enter")
    assert has_keyboard(page, "Play")
    expect(value(page, "w11")).to_have_text("0.838")
    page.get_by_role("slider", name="step", exact=True).press("ArrowRight")
    expect(page.locator(".bp-line")).to_contain_text("∂L/∂ŷ")


@whole  # the arithmetic is tested against Keras; what the picture is set to, by the suite of all lessons
def test_every_number_and_every_ending(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="Forward").click()
    answer = number(page, "p")
    for ending, loss in (("sigmoid, cross-entropy", -math.log(answer)), ("sigmoid, squared error", (answer - 1) ** 2)):
        page.locator(".nl-picture").get_by_label("Output and loss").select_option(ending)
        assert number(page, "L") == pytest.approx(loss, rel=0.02)
    names = [chip.get_attribute("data-part") for chip in page.locator(".bp-chip").all()]
    assert sorted(names) == sorted(BEGINNING)
    for name in sample(names, 4):
        a_number_is_dragged_stepped_and_typed(page, name)
    activations_and_rate_give_their_numbers(page)


def a_number_is_dragged_stepped_and_typed(page: Page, name: str) -> None:
    drawn(page)
    before, chip = value(page, "L").text_content(), page.locator(f".bp-chip[data-part='{name}']")
    width = chip.locator(".bp-name").bounding_box()["width"]
    pull(page, f".bp-chip[data-part='{name}'] .bp-name", (0.5, 0.5), (0.5 + 40 / width, 0.5))  # 40 px are half a unit
    expect(chip.locator("input")).to_have_value(f"{BEGINNING[name] + 0.5:g}")
    expect(value(page, "L")).not_to_have_text(before)
    if name == "x1":
        expect(value(page, "x1")).to_have_text("1.50")
    chip.locator("input").press("ArrowDown")
    expect(chip.locator("input")).to_have_value(f"{BEGINNING[name] + 0.4:g}")
    chip.locator("input").fill(f"{BEGINNING[name]:g}")
    expect(value(page, "L")).to_have_text(before)


def activations_and_rate_give_their_numbers(page: Page) -> None:
    page.get_by_role("button", name="tanh", exact=True).click()
    expect(value(page, "h1")).to_have_text("0.834")  # tanh 1.2
    page.get_by_role("button", name="ReLU", exact=True).click()
    expect(value(page, "h1")).to_have_text("1.20")
    page.locator(".nl-picture").get_by_label("Output and loss").select_option("linear, squared error")
    expect(value(page, "p")).to_have_text("0.820")  # 0.6 · 1.2 − 0.9 · 0 + 0.4 · 0 + 0.1
    page.locator(".nl-picture").get_by_label("w₁₁, drag its name or type").fill("2")
    expect(value(page, "h1")).to_have_text("2.40")
    page.locator(".nl-picture").get_by_label("w₁₁, drag its name or type").fill("0.8")
    page.locator(".nl-picture").get_by_label("Output and loss").select_option("sigmoid, squared error")
    page.get_by_role("button", name="sigmoid", exact=True).click()
    expect(value(page, "L")).to_have_text("0.145")
    page.locator(".nl-picture").get_by_label("Learning rate η").fill("1")
    expect(value(page, "eta")).to_have_text("1.00")


@DARK
def test_a_gradient_is_tried_out_and_experiments_show_what_they_say(page, app_url):
    open_lesson(page, app_url, NAME)
    size, written = page.locator(".nl-picture").get_by_label("Size ε of the try"), page.locator(".bp-written")
    page.locator(".nl-picture").get_by_label("Weight to check").select_option("v2")
    size.fill("-3")
    expect(written).to_contain_text("they agree")
    size.fill("0.2")
    expect(written).to_contain_text("the curve bends")
    gaps = {}
    page.locator(".nl-picture").get_by_label("Weight to check").select_option("w11")
    for power in (-8, -5):
        size.fill(str(power))
        drawn(page)
        gaps[power] = float(re.search("difference (.*?):", written.text_content())[1].replace("−", "-"))
    assert gaps[-8] > 10 * gaps[-5]  # rounding eats the digits of the smaller try
    for name in ("w₂₁", "b₃", "c"):
        page.locator(".nl-picture").get_by_label("Weight to check").select_option(name)
        expect(written).to_contain_text(f"∂L/∂{name} by backpropagation")
        expect(page.locator(".bp-plot")).to_have_attribute("aria-label", re.compile(f"The loss as {name} goes"))

    page.get_by_role("button", name="A unit that has stopped").click()
    expect(value(page, "h1")).to_have_text("0")
    expect(value(page, "gradient w11")).to_have_text("0")
    page.get_by_text("The picture as numbers").click()
    expect(page.locator(".nl-twin table")).to_have_count(2)
    page.get_by_role("button", name="Try a gradient by hand").click()
    expect(written).to_contain_text("the curve bends")
    expect(page.locator(".nl-picture").get_by_label("Weight to check").locator("option:checked")).to_have_text("v₂")
    page.get_by_role("button", name="Blame that fades").click()
    assert abs(number(page, "slope h1")) < 0.03 and abs(number(page, "gradient w11")) < 0.01
    page.locator(".nl-legend li[data-part='v1']").hover()
    expect(page.locator(".bp-chip[data-part='v1']")).to_have_class("bp-chip lit")
    page.locator(".bp-unit[data-part='h1']").hover()
    expect(page.locator(".nl-legend li[data-part='h1'].lit")).to_have_count(1)
    page.get_by_role("button", name="Another question").click()
    expect(page.get_by_text("It goes back through")).to_be_visible()
    page.get_by_role("button", name="Show it in the picture").click()
    expect(value(page, "x1")).to_have_text("2.00")
    expect(page.get_by_role("button", name="tanh", exact=True)).to_have_attribute("aria-pressed", "true")


@DARK
def test_the_flow_through_the_network_in_hand(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="Show the flow").press("Enter")
    expect(page.locator(".bp-flowwords")).to_contain_text("not trained yet, training example 1 of 400", timeout=90_000)
    assert page.locator(".bp-cell").count() == 2 * (2 + 8 + 8 + 1)
    assert has_keyboard(page, "Next example")  # the button that was pressed has gone
    for key, words in (("Next example", "2 of 400"), ("Example before", "1 of 400"), ("Example before", "400 of 400")):
        page.get_by_role("button", name=key).press("Enter")
        expect(page.locator(".bp-flowwords")).to_contain_text(f"training example {words}", timeout=60_000)
        assert has_keyboard(page, key)
    assert faults(page) == []


def the_way_back_stays_in_sight_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Backward").click()
    expect(page.locator(".bp-chip[data-part='b3']")).to_be_in_viewport()
