"""Gradient descent in Chromium, in both themes: every control is driven, and Keras's own race arrives."""

import re

from playwright.sync_api import Page, expect

from nnviz.concepts import descent_check
from tests.browser.lessons import (
    BOTH,
    choose,
    dark_symbols,
    drag_cost,
    faults,
    open_lesson,
    pull,
    through_the_doors,
    work_the_check,
)

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
        expect(page.locator(".gd-canvas")).to_have_attribute(
            "aria-label", re.compile(f"{name}, with the paths of SGD$")
        )


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


@BOTH
def test_the_loss_of_a_real_network(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="Real network").click()
    expect(page.locator(".gd-waiting")).to_contain_text("trained for it now")
    expect(page.locator(".gd-by")).to_contain_text("105 weights", timeout=90_000)
    page.get_by_label("Each step sees").select_option("1")
    stop_at(page, 150)
    expect(page.locator(".gd-canvas")).to_have_attribute(
        "aria-label", re.compile("Real network, with the paths of SGD, Momentum")
    )


@BOTH
def test_formula_and_picture_light_each_other(page, app_url):
    open_lesson(page, app_url, NAME)
    page.locator(".nl-formulas .nl-symbol[data-part='eta']").first.hover()
    expect(page.locator(".nl-slider.lit")).to_contain_text("Learning rate")
    page.locator(".gd-inside tr[data-part='gradient']").hover()
    expect(page.locator(".nl-legend li.lit")).to_contain_text("slope")


@BOTH
def test_experiments_table_and_no_fault_that_axe_finds(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="Turn the learning rate up").click()
    expect(page.locator(".nl-see")).to_contain_text("2/20")
    expect(page.locator(".gd-verdict")).to_contain_text("Too large for SGD")
    expect(page.locator(".gd-by")).to_contain_text(
        "Paths by Keras", timeout=90_000
    )  # nothing is dimmed for a rerun any more
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


def inside(page: Page, part: str) -> list[str]:
    """Both numbers of a row of the table inside the optimizer."""
    return page.locator(f".gd-inside tr[data-part='{part}'] td > span").all_text_contents()


def drawn(page: Page) -> str:
    return page.locator(".gd-canvas").evaluate("(canvas) => canvas.toDataURL()")


@BOTH
def test_racers_memory_and_schedules(page, app_url):
    open_lesson(page, app_url, NAME)
    choose(page, "Loss surface", "Bowl")
    race = page.get_by_role("group", name="Optimizers in the race")
    for name in ("Nesterov", "Adagrad", "RMSprop", "AdamW"):
        race.get_by_role("button", name=name).click()
        expect(page.get_by_label("Optimizer to look inside").locator("option:checked")).to_have_text(name)
        expect(page.locator(".gd-canvas")).to_have_attribute("aria-label", re.compile(name))
        expect(race.get_by_role("button", name=name).locator(".gd-loss")).not_to_have_text("")
    for name in ("SGD", "Nesterov", "Adagrad", "RMSprop", "Adam", "AdamW"):
        race.get_by_role("button", name=re.compile(f"^{name}(?!W)")).click()
    only = race.get_by_role("button", name="Momentum")
    only.click()  # the last one stays
    expect(only).to_have_attribute("aria-pressed", "true")
    for beta, second in (
        ("0", "−1.18, 0.833"),
        ("0.5", "−0.816, 0.578"),
    ):  # −2.4 + 0.72, then + 0.5 · 0.72 + 0.3 · 1.68
        page.get_by_label("Momentum β").fill(beta)
        stop_at(page, 2)
        expect(value(page, "w")).to_have_text(second)
    expect(value(page, "beta")).to_have_text("0.50")
    stop_at(page, 75)
    for schedule, step, rate in (("exponential", 75, "0.0671"), ("warmup", 1, "0.0200"), ("constant", 75, "0.300")):
        page.get_by_label("Schedule").select_option(schedule)  # 0.3 · 0.05^½; a fifteenth of 0.3
        stop_at(page, step)
        expect(value(page, "eta")).to_have_text(rate)


@BOTH
def test_player_chart_start_and_arrows(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="Pause").press("Enter")
    stop_at(page, 0)
    page.get_by_role("button", name="Play").press("Enter")
    expect(page.locator(".np-label")).to_have_text(re.compile("step [1-9]"))
    page.get_by_role("button", name="Pause").press("Enter")
    stood = page.locator(".np-label").text_content()
    chart = page.locator(".gd-chart").bounding_box()
    at = [(46 + (chart["width"] - 54) * step / 150) / chart["width"] for step in (120, 60)]
    pull(page, ".gd-chart", (at[0], 0.5), (at[1], 0.4))
    expect(page.locator(".np-label")).to_have_text("step 60 of 150")
    assert stood != "step 60 of 150"
    page.get_by_role("slider", name="step", exact=True).press("ArrowLeft")
    expect(page.locator(".np-label")).to_have_text("step 59 of 150")
    stop_at(page, 2)
    plain = drawn(page)
    for part in ("gradient", "velocity", "update", "w"):
        page.locator(f".nl-legend li[data-part='{part}']").hover()
        expect(page.locator(f".nl-picture [data-part='{part}'].lit")).not_to_have_count(0)
        assert drawn(page) != plain, part
    page.mouse.move(5, 5)
    page.get_by_label("Optimizer to look inside").select_option("adam")
    stop_at(page, 2)
    assert dark_symbols(page) == []
    pull(page, ".gd-stage", (0.4, 0.4), (0.75, 0.25))
    page.get_by_role("button", name="Pause").click()  # let go, the balls roll
    stop_at(page, 0)
    expect(value(page, "w")).to_have_text("1.50, 1.20")
    page.locator(".gd-start").press("Shift+ArrowLeft")
    page.get_by_role("button", name="Pause").click()
    stop_at(page, 0)
    expect(value(page, "w")).to_have_text("0.900, 1.20")  # a tenth of the map's 6
    assert inside(page, "w") == ["0.900", "1.20"]


@BOTH
def test_the_other_experiments_and_the_check(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="Race all seven").click()
    expect(page.locator(".gd-canvas")).to_have_attribute(
        "aria-label", re.compile("Saddle, with the paths of SGD, .*, AdamW$")
    )
    page.get_by_role("button", name="Follow one patient").click()
    expect(page.locator(".gd-linenote")).to_contain_text("one patient", timeout=60_000)
    for batch, words in (("4", "Lit: the 4 patients"), ("0", "mean slope over all"), ("32", "Lit: the 32 patients")):
        page.get_by_label("Each step sees").select_option(batch)
        expect(page.locator(".gd-linenote")).to_contain_text(words)
    expect(page.locator(".gd-dots .seen")).to_have_count(32)
    work_the_check(page, descent_check, 1.4, "You added the step", 0.6)
    page.get_by_role("button", name="Show it in the picture").click()
    expect(page.locator(".gd-canvas")).to_have_attribute("aria-label", re.compile("Bowl, with the paths of Momentum$"))
    assert faults(page) == []


@BOTH
def test_every_door_opens(page, app_url):
    open_lesson(page, app_url, NAME)
    through_the_doors(
        page, NAME, {"Train the spirals with plain SGD": "train", "Choose the optimizer of your own": "train"}
    )
