"""Gradient descent in Chromium, in both themes: every control is driven, and Keras's own race arrives."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lessons import drag_cost, faults, open_lesson

BOTH = pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
NAME = "gradient-descent"


def value(page: Page, part: str):
    return page.locator(f".nl-legend li[data-part='{part}'] .nl-value")


def stop_at(page: Page, step: int) -> None:
    page.get_by_role("slider", name="step", exact=True).fill(str(step))


@BOTH
def test_every_control(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="Bowl").click()
    stop_at(page, 0)
    expect(value(page, "w")).to_have_text("−2.40, 1.70")
    expect(value(page, "gradient")).to_have_text("−2.40, 1.70")  # on the bowl the slope is the weight
    page.get_by_role("button", name="Adam", exact=False).first.click()
    page.get_by_role("button", name="Momentum").click()
    page.get_by_label("Optimizer to look inside").select_option("sgd")
    stop_at(page, 1)
    expect(value(page, "w")).to_have_text("−1.68, 1.19")  # 1 − 0.3 of it
    page.get_by_role("button", name="One step on").click()
    expect(value(page, "w")).to_have_text("−1.18, 0.833")
    page.get_by_role("button", name="One step back").click()
    expect(value(page, "w")).to_have_text("−1.68, 1.19")
    expect(page.locator(".gd-written")).to_contain_text("Δw₁ = −η·g₁ = −0.300·(−1.68) = 0.504")
    page.get_by_label("Learning rate η").fill("0.4")
    expect(page.locator(".gd-verdict")).to_contain_text("Too large for SGD")
    page.get_by_label("Learning rate η").fill("-3")
    expect(page.locator(".gd-verdict")).to_contain_text("Small for SGD")
    page.get_by_label("Schedule").select_option("cosine")
    stop_at(page, 75)
    expect(value(page, "eta")).to_have_text("5.0e−4")  # half way down the cosine
    for name in ("Saddle", "Two minima", "Plateau", "Ravine"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator(".gd-canvas")).to_have_attribute("aria-label", re.compile(f"{name}, with the paths of SGD$"))


@BOTH
def test_the_start_is_moved_by_keys_and_pointer(page, app_url):
    open_lesson(page, app_url, NAME)
    handle = page.locator(".gd-start")
    handle.focus()
    page.keyboard.press("ArrowRight")
    stop_at(page, 0)
    expect(value(page, "w")).to_have_text("−2.48, 1.30")  # 2 % of the map's 6
    box = page.locator(".gd-stage").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4)
    stop_at(page, 0)
    expect(value(page, "w")).to_have_text("0, 1.20")


@BOTH
def test_keras_runs_the_same_race(page, app_url):
    open_lesson(page, app_url, NAME)
    expect(page.locator(".gd-by")).to_contain_text("Paths by Keras", timeout=90_000)
    page.get_by_role("button", name="Real data").click()
    page.get_by_label("Each step sees").select_option("1", timeout=60_000)
    expect(page.locator(".gd-linenote")).to_contain_text("one patient")
    expect(page.locator(".gd-by")).to_contain_text("Paths by Keras", timeout=60_000)


def test_the_loss_of_a_real_network(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="Real network").click()
    expect(page.locator(".gd-waiting")).to_contain_text("Training a network")
    expect(page.locator(".gd-by")).to_contain_text("105 weights", timeout=90_000)
    page.get_by_label("Each step sees").select_option("1")
    stop_at(page, 150)
    expect(page.locator(".gd-canvas")).to_have_attribute("aria-label", re.compile("Real network, with the paths of SGD, Momentum"))


@BOTH
def test_formula_and_picture_light_each_other(page, app_url):
    open_lesson(page, app_url, NAME)
    page.locator(".nl-formulas .nl-symbol[data-part='eta']").first.hover()
    expect(page.locator(".gd-slider.lit")).to_contain_text("Learning rate")
    page.locator(".gd-inside tr[data-part='gradient']").hover()
    expect(page.locator(".nl-legend li.lit")).to_contain_text("slope")


@BOTH
def test_experiments_table_and_no_fault_that_axe_finds(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="Turn the learning rate up").click()
    expect(page.locator(".nl-see")).to_contain_text("2/20")
    expect(page.locator(".gd-verdict")).to_contain_text("Too large for SGD")
    expect(page.locator(".gd-by")).to_contain_text("Paths by Keras", timeout=90_000)  # nothing is dimmed for a rerun any more
    page.get_by_text("The picture as numbers").click()
    expect(page.locator(".nl-twin table")).to_have_count(2)
    assert faults(page) == []


def test_dragging_costs_less_than_a_frame(page, app_url):
    open_lesson(page, app_url, NAME)
    for name in ("Nesterov", "Adagrad", "RMSprop", "AdamW"):
        page.get_by_role("button", name=name).click()
    for selector in (".gd-stage", ".gd-chart"):
        cost = drag_cost(page, selector)
        assert cost["spent"] < 16 and cost["frame"] < 16, (selector, cost)


def test_on_a_phone_with_reduced_motion(chromium, app_url):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    page = context.new_page()
    open_lesson(page, app_url, NAME)
    expect(page.locator(".np-label")).to_have_text("step 150 of 150")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
