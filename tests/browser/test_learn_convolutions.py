"""Convolutions in Chromium, in both themes: every control is driven, and the numbers that follow are the formula's."""

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from nnviz.concepts.convolution import output_size
from tests.browser.lessons import drag_cost, faults, open_lesson

BOTH = pytest.mark.parametrize("page", ["light", "dark"], indirect=True)


def value(page: Page, part: str):
    return page.locator(f".nl-legend li[data-part='{part}'] .nl-value")


def choose(page: Page, group: str, name: str) -> None:
    page.get_by_role("group", name=group, exact=True).get_by_role("button", name=name, exact=True).click()


@BOTH
def test_every_control(page, app_url):
    open_lesson(page, app_url, "convolutions")
    expect(value(page, "o")).to_have_text("46 × 46")
    for stride, size, padding in ((2, 3, "none"), (3, 5, "none"), (2, 5, "same")):
        choose(page, "stride", str(stride))
        choose(page, "kernel size", f"{size} × {size}")
        choose(page, "padding", padding)
        rows = output_size(48, size, stride, 1, "same" if padding == "same" else "valid")
        expect(value(page, "o")).to_have_text(f"{rows} × {rows}")
    choose(page, "dilation", "3")  # Keras allows a stride or a dilation, not both
    expect(value(page, "s")).to_have_text("1")
    choose(page, "stride", "2")
    expect(value(page, "d")).to_have_text("1")
    choose(page, "then", "ReLU")
    expect(page.locator(".lc-outputnote")).to_contain_text("ReLU")
    choose(page, "pooling 2 × 2", "max")
    expect(page.locator(".lc-pooled canvas")).to_have_attribute("aria-label", "After max pooling, 12 × 12 numbers")
    choose(page, "Channels", "colour")
    expect(page.locator(".cd-row")).to_have_count(3)
    choose(page, "Image", "rings")
    choose(page, "Image", "digit")
    expect(value(page, "n")).to_have_text("8 × 8")
    page.get_by_label("layers", exact=True).fill("3")
    expect(page.locator(".lc-reach")).to_contain_text("29 × 29 pixels")  # 1 + 4 + 8 + 16
    for name in ("level edges", "all edges", "blur", "wide blur", "sharpen", "emboss", "copy"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "true")


@BOTH
def test_patch_times_kernel_is_the_number(page, app_url):
    open_lesson(page, app_url, "convolutions")
    choose(page, "Image", "digit")
    page.get_by_role("slider", name="place of the kernel").focus()
    page.keyboard.press("ArrowDown")
    weights = page.get_by_role("group", name="the kernel's weights").get_by_role("spinbutton")
    for i, weight in enumerate((0, 0, 0, 0, 2, 0, 0, 0, 0.5)):
        weights.nth(i).fill(str(weight))
    page.get_by_label("bias b").fill("-0.25")
    patch = [float(text) for text in page.locator(".cd-patch span").all_text_contents()]
    expected = 2 * patch[4] + 0.5 * patch[8] - 0.25
    shown = float(value(page, "y").text_content().replace("−", "-"))
    assert shown == pytest.approx(expected, abs=0.02)
    expect(page.locator(".lc-help")).to_contain_text("Made by you")


@BOTH
def test_draw_and_ones_own_image(page, app_url, tmp_path):
    open_lesson(page, app_url, "convolutions")
    choose(page, "Image", "draw")
    page.get_by_role("button", name="copy", exact=True).click()
    canvas = page.locator(".lc-input .pm-stage")
    box = canvas.bounding_box()
    expect(value(page, "y")).to_have_text("0.00")
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 120, steps=6)
    page.mouse.up()
    expect(value(page, "y")).to_have_text("1.00")
    page.get_by_role("button", name="Clear").click()
    expect(value(page, "y")).to_have_text("0.00")
    picture = np.zeros((60, 80, 3), "uint8")
    picture[:, 40:] = 255
    Image.fromarray(picture).save(tmp_path / "half.png")
    page.get_by_label("your own image").set_input_files(tmp_path / "half.png")
    expect(value(page, "n")).to_have_text("48 × 48")
    (tmp_path / "notes.png").write_text("no image at all")
    page.get_by_label("your own image").set_input_files(tmp_path / "notes.png")
    expect(page.locator(".lc-message")).to_contain_text("cannot be read as an image")


@BOTH
def test_experiments_light_and_no_fault_that_axe_finds(page, app_url):
    open_lesson(page, app_url, "convolutions")
    page.get_by_role("button", name="See farther").click()
    expect(value(page, "r")).to_have_text("15")
    page.get_by_role("button", name="Ask about colour").click()
    expect(page.locator(".cd-row")).to_have_count(3)
    page.get_by_role("button", name="Watch it slide").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    page.mouse.move(5, 5)
    page.locator(".nl-legend li[data-part='x']").focus()
    expect(page.locator(".cd-patch.lit")).to_have_count(1)
    page.get_by_text("The picture as numbers").click()
    expect(page.locator(".nl-twin table")).to_have_count(2)
    assert faults(page) == []


def test_pointing_costs_less_than_half_a_frame(page, app_url):
    open_lesson(page, app_url, "convolutions")
    for selector in (".lc-input .pm-stage", ".lc-output .pm-stage"):
        cost = drag_cost(page, selector)
        assert cost["spent"] < 8 and cost["frame"] < 16, (selector, cost)


def test_learnt_kernels_and_the_photograph(page, app_url):
    open_lesson(page, app_url, "convolutions")
    page.get_by_role("button", name="What did a network find?").click()
    expect(page.locator(".lc-message")).to_contain_text("has just learnt the digits", timeout=180_000)
    assert page.get_by_role("group", name="Kernels a network has learnt").get_by_role("button").count() >= 8
    page.get_by_role("button", name="filter 3", exact=True).click()
    expect(page.locator(".lc-help")).to_contain_text("Nobody made it")
    choose(page, "Image", "photograph")
    expect(page.locator(".lc-message")).to_contain_text("Rob Baxter", timeout=90_000)
    expect(value(page, "n")).to_have_text("48 × 48")
