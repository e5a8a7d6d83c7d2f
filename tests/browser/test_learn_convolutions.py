"""Convolutions in Chromium: every control is driven, and the numbers that follow are the formula's."""

import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from nnviz.concepts.convolution import output_size
from tests.browser.lessons import DARK, choose, drawn, number, open_lesson, value
from tests.sampling import whole

NAME = "convolutions"
pytestmark = pytest.mark.motion


def point(page: Page, selector: str, at: tuple[float, float]) -> None:
    """The pointer comes to rest at a share of an element's width and height."""
    page.locator(selector).scroll_into_view_if_needed()
    box = page.locator(selector).bounding_box()
    page.mouse.move(box["x"] + at[0] * box["width"], box["y"] + at[1] * box["height"])


def place(page: Page) -> str:
    drawn(page)
    return page.get_by_role("slider", name="place of the kernel").get_attribute("aria-valuetext").split(":")[0]


@DARK
def test_the_kernel_is_moved_and_every_control_gives_its_sizes(page, app_url):
    open_lesson(page, app_url, NAME)
    pointing_and_keys_move_the_kernel(page)
    a_unit_is_followed_through_the_layers(page)
    it_slides_by_itself(page)
    every_control_gives_its_sizes(page)


def pointing_and_keys_move_the_kernel(page: Page) -> None:
    output = page.get_by_role("slider", name="place of the kernel")
    point(page, ".lc-output .pm-stage", (10.5 / 46, 20.5 / 46))
    assert place(page) == "row 21, column 11"
    for key, there in (
        ("ArrowUp", "row 20, column 11"),
        ("ArrowRight", "row 20, column 12"),
        ("ArrowDown", "row 21, column 12"),
        ("ArrowLeft", "row 21, column 11"),
    ):
        output.press(key)
        assert place(page) == there
    point(page, ".lc-input .pm-stage", (30.5 / 48, 5.5 / 48))
    assert place(page) == "row 5, column 30"  # the kernel's middle is where one points
    choose(page, "pooling 2 × 2", "mean")
    expect(page.locator(".lc-pooled canvas")).to_have_attribute("aria-label", "After average pooling, 23 × 23 numbers")
    point(page, ".lc-pooled .pm-stage", (4.5 / 23, 7.5 / 23))
    assert place(page) == "row 15, column 9"


def a_unit_is_followed_through_the_layers(page: Page) -> None:
    unit = page.locator(".rf-picture")
    expect(unit).to_have_attribute("aria-valuetext", "unit 3 of 5")
    unit.press("ArrowRight")
    expect(unit).to_have_attribute("aria-valuetext", "unit 4 of 5")
    unit.press("ArrowLeft")
    unit.press("ArrowLeft")
    expect(unit).to_have_attribute("aria-valuetext", "unit 2 of 5")
    page.locator(".rf-dots circle[data-row='2']").first.hover()
    expect(unit).to_have_attribute("aria-valuetext", "unit 1 of 5")
    expect(page.locator(".rf-dots circle[data-row='0'].rf-seen")).to_have_count(5)


def it_slides_by_itself(page: Page) -> None:
    output = page.get_by_role("slider", name="place of the kernel")
    page.get_by_role("button", name="Slide", exact=True).press("Enter")
    page.get_by_role("button", name="Pause").wait_for()
    here = place(page)
    expect(output).not_to_have_attribute("aria-valuetext", re.compile(f"^{here}:"))
    page.get_by_role("button", name="Pause").press("Enter")
    expect(page.get_by_role("button", name="Slide", exact=True)).to_be_visible()


def every_control_gives_its_sizes(page: Page) -> None:
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
    page.locator(".nl-picture").get_by_label("layers", exact=True).fill("3")
    expect(page.locator(".lc-reach")).to_contain_text("29 × 29 pixels")  # 1 + 4 + 8 + 16
    for name in ("level edges", "all edges", "blur", "wide blur", "sharpen", "emboss", "copy"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "true")


@whole  # the arithmetic is tested in Node, setting the picture by the suite of all lessons
def test_kernels_channels_drawings_and_files_give_their_numbers(page, app_url, tmp_path):
    open_lesson(page, app_url, NAME)
    kernels_and_channels_give_their_numbers(page)
    patch_times_kernel_is_the_number(page)
    a_drawing_is_seen(page)
    ones_own_image_is_read_or_refused(page, tmp_path)


def kernels_and_channels_give_their_numbers(page: Page) -> None:
    choose(page, "Image", "rings")
    point(page, ".lc-output .pm-stage", (0.5, 0.5))
    for name in ("level edges", "all edges", "blur", "wide blur", "sharpen", "emboss", "copy", "upright edges"):
        page.get_by_role("button", name=name, exact=True).click()
        rows = [page.locator(f".cd-{part}") for part in ("patch span", "kernel input")]
        patch = np.array(rows[0].all_text_contents(), float)
        drawn(page)
        kernel = np.array([field.input_value() for field in rows[1].all()], float)
        assert len(kernel) == (25 if name == "wide blur" else 9)
        assert number(page, "y") == pytest.approx(patch @ kernel, abs=0.02 + 0.004 * np.abs(patch).sum()), name
    grey = number(page, "y")
    choose(page, "Channels", "colour")
    # a grey image has three equal channels, a third of the weight each
    assert number(page, "y") == pytest.approx(grey, abs=0.01)
    page.locator(".nl-picture").get_by_label("weight in row 2, column 2, green").fill("3")
    drawn(page)
    middle = float(page.locator(".cd-row").nth(1).locator(".cd-patch span").nth(4).text_content())
    assert number(page, "y") == pytest.approx(grey + 3 * middle, abs=0.03)
    choose(page, "Channels", "grey")
    expect(page.locator(".cd-row")).to_have_count(1)
    page.locator(".nl-picture").get_by_label("bias b").fill("1")
    choose(page, "then", "ReLU")
    choose(page, "then", "nothing")
    expect(page.locator(".lc-outputnote")).not_to_contain_text("ReLU")


def patch_times_kernel_is_the_number(page: Page) -> None:
    choose(page, "Image", "digit")
    page.get_by_role("slider", name="place of the kernel").focus()
    page.keyboard.press("ArrowDown")
    weights = page.get_by_role("group", name="the kernel's weights").get_by_role("spinbutton")
    for i, weight in enumerate((0, 0, 0, 0, 2, 0, 0, 0, 0.5)):
        weights.nth(i).fill(str(weight))
    page.locator(".nl-picture").get_by_label("bias b").fill("-0.25")
    patch = [float(text) for text in page.locator(".cd-patch span").all_text_contents()]
    expected = 2 * patch[4] + 0.5 * patch[8] - 0.25
    assert number(page, "y") == pytest.approx(expected, abs=0.02)
    expect(page.locator(".lc-help")).to_contain_text("Made by you")


def a_drawing_is_seen(page: Page) -> None:
    page.locator(".nl-picture").get_by_label("bias b").fill("0")
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


def ones_own_image_is_read_or_refused(page: Page, folder) -> None:
    picture = np.zeros((60, 80, 3), "uint8")
    picture[:, 40:] = 255
    Image.fromarray(picture).save(folder / "half.png")
    page.locator(".nl-picture").get_by_label("your own image").set_input_files(folder / "half.png")
    expect(value(page, "n")).to_have_text("48 × 48")
    (folder / "notes.png").write_text("no image at all")
    page.locator(".nl-picture").get_by_label("your own image").set_input_files(folder / "notes.png")
    expect(page.locator(".lc-message")).to_contain_text("cannot be read as an image")


@DARK
@whole  # the suite of all lessons does the same
def test_experiments_and_questions_set_the_picture(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_text("The picture as numbers").click()
    expect(page.locator(".nl-twin table")).to_have_count(2)
    page.get_by_role("button", name="See farther").click()
    expect(value(page, "r")).to_have_text("15")
    page.get_by_role("button", name="Ask about colour").click()
    expect(page.locator(".cd-row")).to_have_count(3)
    page.get_by_role("button", name="Watch it slide").click()
    page.get_by_role("button", name="Pause").click()
    page.mouse.move(5, 5)
    page.locator(".nl-legend li[data-part='x']").focus()
    expect(page.locator(".cd-patch.lit")).to_have_count(1)
    page.get_by_role("group", name="the kernel's weights").hover()
    expect(page.locator(".nl-legend li[data-part='w k'].lit")).to_have_count(1)
    for words in ("How many parameters is that", "on top of each other"):
        page.get_by_role("button", name="Another question").click()
        expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("button", name="Show it in the picture").click()
    expect(value(page, "r")).to_have_text("17")  # four layers of 5 × 5
    expect(page.get_by_role("button", name="wide blur")).to_have_attribute("aria-pressed", "true")


@whole  # those of one's own network arrive in test_learn_own_network.py
def test_learnt_kernels_and_the_photograph_arrive(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="What did a network find?").click()
    expect(page.locator(".lc-message")).to_contain_text("has just learnt the digits", timeout=180_000)
    learnt = page.get_by_role("group", name="Kernels a network has learnt").get_by_role("button")
    expect(learnt.nth(7)).to_be_visible()
    page.get_by_role("button", name="copy", exact=True).click()
    page.get_by_role("button", name="filter 3", exact=True).click()
    expect(page.locator(".lc-help")).to_contain_text("Nobody made it")
    choose(page, "Image", "photograph")
    expect(page.locator(".lc-message")).to_contain_text("Rob Baxter", timeout=90_000)
    expect(value(page, "n")).to_have_text("48 × 48")
