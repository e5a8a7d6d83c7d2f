"""The neuron in Chromium, in both themes: every control is driven, and what it should move has moved."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lessons import drag_cost, faults, open_lesson

BOTH = pytest.mark.parametrize("page", ["light", "dark"], indirect=True)


def value(page: Page, part: str):
    return page.locator(f".nl-legend li[data-part='{part}'] .nl-value")


def drag(page: Page, selector: str, dx: float, dy: float) -> None:
    box = page.locator(selector).first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=4)
    page.mouse.up()


@BOTH
def test_every_control(page, app_url):
    open_lesson(page, app_url, "neuron")
    page.get_by_label("weight w₂").fill("0.5")
    page.get_by_label("bias b").fill("-1")
    page.get_by_label("input x₁").fill("2")
    expect(value(page, "z")).to_have_text("0.80")  # 0.8 · 2 + 0.5 · 0.4 − 1
    expect(value(page, "a")).to_have_text("0.690")
    for name, a in (("step", "1.000"), ("tanh", "0.664"), ("ReLU", "0.800"), ("sigmoid", "0.690")):
        page.get_by_role("button", name=name, exact=True).click()
        expect(value(page, "a")).to_have_text(a)
    for selector, part in ((".dp-input .dp-grip", "x1 x2"), (".dp-arrow .dp-grip", "w1 w2"), (".dp-line path.dp-stroke", "b")):
        before = value(page, part).text_content()
        drag(page, selector, 25, -18)
        expect(value(page, part)).not_to_have_text(before)
    page.locator(".dp-point").nth(3).focus()
    before = page.locator(".dp-point").nth(3).get_attribute("transform")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".dp-point").nth(3)).not_to_have_attribute("transform", before)
    drag(page, ".dp-point >> nth=5", 150, -200)
    expect(page.locator(".ln-score")).not_to_have_text("10 of 10 examples on their side")


@BOTH
def test_formula_and_picture_light_each_other(page, app_url):
    open_lesson(page, app_url, "neuron")
    page.locator(".nl-formulas .nl-symbol[data-part='z']").first.hover()
    expect(page.locator(".nd-sum.lit")).to_have_count(1)
    expect(page.locator(".nc-body.lit")).to_have_count(1)
    expect(page.locator(".ln-compare")).to_contain_text("Cell body and sum")
    page.locator(".nd-gate").hover()
    expect(page.locator(".nl-legend li.lit")).to_contain_text("activation")
    page.locator(".nl-legend li[data-part='b']").focus()
    expect(page.locator(".nl-slider[data-part='b']")).to_have_class("nl-slider lit")


@BOTH
def test_perceptron_learns_and_and_never_xor(page, app_url):
    open_lesson(page, app_url, "neuron")
    page.get_by_role("button", name="AND", exact=True).click()
    once = page.get_by_role("button", name="One example")
    for _ in range(4):
        once.click()
    expect(page.locator(".np-made")).to_contain_text("w₁ ← 0.00 + 0.10 × 1 × 1.00 = 0.10")
    for _ in range(40):
        if once.is_disabled():
            break
        once.click()
    expect(page.locator(".np-verdict")).to_contain_text("it has learnt")
    page.get_by_role("button", name="Start again").click()
    expect(value(page, "w1 w2")).to_have_text("0.00, 0.00")
    page.get_by_role("button", name="Ask for XOR").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    for _ in range(24):
        once.click()
    expect(page.locator(".np-verdict")).to_contain_text("No line parts these classes")
    expect(page.locator(".nl-see")).to_contain_text("two layers can")


@BOTH
def test_numbers_as_a_table_and_no_fault_that_axe_finds(page, app_url):
    open_lesson(page, app_url, "neuron")
    page.get_by_text("The picture as numbers").click()
    expect(page.locator(".nl-twin table")).to_have_count(3)
    expect(page.locator(".nl-twin table").first).to_contain_text("1.02")
    assert faults(page) == []


def test_dragging_costs_less_than_half_a_frame(page, app_url):
    open_lesson(page, app_url, "neuron")
    for selector in (".dp-input", ".dp-arrow", ".dp-line", ".dp-point"):
        cost = drag_cost(page, selector)
        assert cost["spent"] < 8 and cost["frame"] < 16, (selector, cost)


def test_check_sets_the_picture(page, app_url):
    from nnviz.concepts import neuron_check

    open_lesson(page, app_url, "neuron")
    page.get_by_role("button", name="Show it in the picture").click()
    state = neuron_check.ask(0).state
    z = state["w1"] * state["x1"] + state["w2"] * state["x2"] + state["b"]
    expect(value(page, "z")).to_have_text(f"{z:.2f}".replace("-", "−"))


def test_reduced_motion_stands_still(chromium, app_url):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    page = context.new_page()
    open_lesson(page, app_url, "neuron")
    assert page.locator(".nc-spikes circle").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
