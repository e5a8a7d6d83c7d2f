"""The neuron in Chromium: every control is driven, and what it should move has moved."""

import pytest
from playwright.sync_api import Page, expect

from nnviz.concepts import neuron_check
from tests.browser.lessons import DARK, choose, drawn, has_keyboard, number, open_lesson, pull, value, value_after
from tests.sampling import whole

NAME = "neuron"
pytestmark = pytest.mark.motion


def drag(page: Page, selector: str, dx: float, dy: float) -> None:
    box = page.locator(selector).first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=4)
    page.mouse.up()


@DARK
def test_keys_sliders_and_drags_move_the_neuron(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_text("The picture as numbers").click()
    expect(page.locator(".nl-twin table")).to_have_count(3)
    expect(page.locator(".nl-twin table").first).to_contain_text("1.02")
    page.get_by_text("The picture as numbers").click()
    keys_move_it(page)
    dragging_and_typing_agree_with_the_formula(page)
    sliders_and_activations_give_their_numbers(page)
    everything_in_the_plane_can_be_dragged(page)
    formula_cell_and_comparison_light_each_other(page)


def keys_move_it(page: Page) -> None:
    steps = (
        ("ArrowRight", "1.60, 0.40"),
        ("Shift+ArrowUp", "1.60, 1.40"),
        ("ArrowDown", "1.60, 1.30"),
    )  # a 60th of 6 each
    for key, there in steps:
        page.locator(".dp-input").press(key)
        expect(value(page, "x1 x2")).to_have_text(there)
    page.locator(".dp-line").press("ArrowUp")
    expect(value(page, "b")).to_have_text("0.35")
    page.locator(".dp-line").press("Shift+ArrowLeft")
    expect(value(page, "b")).to_have_text("−0.15")
    page.locator(".dp-arrow").press("ArrowUp")
    expect(value(page, "w1 w2")).to_have_text("0.83, −1.24")  # 0.05 longer: (0.8, −1.2) · 1.492 / 1.442
    page.locator(".dp-arrow").press("Shift+ArrowLeft")
    expect(value(page, "w1 w2")).to_have_text("1.32, −0.69")  # turned by 0.5


def dragging_and_typing_agree_with_the_formula(page: Page) -> None:
    field = page.locator(".dp-stage canvas").bounding_box()
    grip = page.locator(".dp-input").bounding_box()
    middle = [(grip[at] + grip[size] / 2 - field[at]) / field[size] for at, size in (("x", "width"), ("y", "height"))]
    pull(page, ".dp-stage canvas", middle, (1 / 3, 1 / 6))
    drawn(page)
    x = [float(text.replace("−", "-")) for text in value(page, "x1 x2").text_content().split(",")]
    assert x == pytest.approx([-1, 2], abs=0.1)
    page.locator(".nl-picture").get_by_label("weight w₁").fill("2")
    page.locator(".nl-picture").get_by_label("input x₂").fill("1.5")
    page.locator(".nl-picture").get_by_label("input x₁").press("ArrowRight")
    z = 2 * (x[0] + 0.01) - 0.69 * 1.5 + number(page, "b")
    assert number(page, "z") == pytest.approx(z, abs=0.03)


def sliders_and_activations_give_their_numbers(page: Page) -> None:
    for label, typed in (
        ("weight w₁", "0.8"),
        ("weight w₂", "0.5"),
        ("bias b", "-1"),
        ("input x₁", "2"),
        ("input x₂", "0.4"),
    ):
        page.locator(".nl-picture").get_by_label(label).fill(typed)
    expect(value(page, "z")).to_have_text("0.80")  # 0.8 · 2 + 0.5 · 0.4 − 1
    expect(value(page, "a")).to_have_text("0.690")
    for name, a in (("step", "1.000"), ("tanh", "0.664"), ("ReLU", "0.800"), ("sigmoid", "0.690")):
        page.get_by_role("button", name=name, exact=True).click()
        expect(value(page, "a")).to_have_text(a)


def everything_in_the_plane_can_be_dragged(page: Page) -> None:
    for selector, part in (
        (".dp-input .dp-grip", "x1 x2"),
        (".dp-arrow .dp-grip", "w1 w2"),
        (".dp-line path.dp-stroke", "b"),
    ):
        drawn(page)
        before = value(page, part).text_content()
        drag(page, selector, 25, -18)
        expect(value(page, part)).not_to_have_text(before)
    page.locator(".dp-point").nth(3).focus()
    before = page.locator(".dp-point").nth(3).get_attribute("transform")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".dp-point").nth(3)).not_to_have_attribute("transform", before)
    drag(page, ".dp-point >> nth=5", 150, -200)
    expect(page.locator(".ln-score")).not_to_have_text("10 of 10 examples on their side")


def formula_cell_and_comparison_light_each_other(page: Page) -> None:
    page.locator(".nl-formulas .nl-symbol[data-part='z']").first.hover()
    expect(page.locator(".nd-sum.lit")).to_have_count(1)
    expect(page.locator(".nc-body.lit")).to_have_count(1)
    expect(page.locator(".ln-compare [data-on]")).to_contain_text("Cell body and sum")
    page.locator(".nd-gate").hover()
    expect(page.locator(".nl-legend li.lit")).to_contain_text("activation")
    page.locator(".nl-legend li[data-part='b']").focus()
    expect(page.locator(".nl-slider[data-part='b']")).to_have_class("nl-slider lit")


@whole  # tests/web/neuron.test.mjs lets it learn without a browser
def test_the_perceptron_learns_or_and_and_never_xor(page, app_url):
    open_lesson(page, app_url, NAME)
    once, verdict = page.get_by_role("button", name="One example"), page.locator(".np-verdict")
    expect(page.locator(".nc-spikes circle")).not_to_have_count(0)  # an output of 0.74 fires
    choose(page, "Examples", "OR")
    expect(page.locator(".dp-point")).to_have_count(4)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".np-made")).to_contain_text("it says")
    expect(once).to_be_disabled()
    page.get_by_role("button", name="Pause").click()
    once.focus()
    for _ in range(40):
        page.keyboard.press("Enter")
    expect(verdict).to_contain_text("it has learnt")
    expect(page.locator(".ln-score")).to_have_text("4 of 4 examples on their side")
    assert has_keyboard(page, "One example")
    choose(page, "Examples", "ten points")
    expect(page.locator(".dp-point")).to_have_count(10)

    page.get_by_role("button", name="AND", exact=True).click()
    for _ in range(4):
        once.click()
    expect(page.locator(".np-made")).to_contain_text("w₁ ← 0.00 + 0.10 × 1 × 1.00 = 0.10")
    for _ in range(40):
        if once.is_disabled():
            break
        once.click()
    expect(verdict).to_contain_text("it has learnt")
    page.get_by_role("button", name="Start again").click()
    expect(value(page, "w1 w2")).to_have_text("0.00, 0.00")
    page.get_by_role("button", name="Ask for XOR").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    for _ in range(24):
        once.click()
    expect(verdict).to_contain_text("No straight line separates these classes")
    expect(page.locator(".nl-task .nl-see")).to_contain_text("two layers can")


@whole  # tests/browser/test_lessons.py presses experiments and shows questions, of every lesson
@DARK
def test_experiments_and_questions_set_the_picture(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="Show it in the picture").click()
    state = neuron_check.ask(0).state
    z = state["w1"] * state["x1"] + state["w2"] * state["x2"] + state["b"]
    expect(value(page, "z")).to_have_text(f"{z:.2f}".replace("-", "−"))
    for name, weights in (("Ignore an input", "1.20, 0.00"), ("Make it sure of itself", "2.00, −3.00")):
        page.get_by_role("button", name=name).click()
        expect(value(page, "w1 w2")).to_have_text(weights)
    assert value_after(page, page.get_by_role("button", name="Let it learn AND"), "w1 w2") == "0.00, 0.00"
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("button", name="Another question").click()
    expect(page.get_by_text("Its activation is ReLU")).to_be_visible()
    page.get_by_role("button", name="Show it in the picture").click()
    expect(value(page, "f")).to_have_text("ReLU")
