"""Gradient descent in Chromium: every control is driven, and Keras's own race arrives."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lessons import DARK, choose, dark_symbols, drawn, faults, open_lesson, pull, value
from tests.sampling import whole

NAME = "gradient-descent"
pytestmark = pytest.mark.motion


def stop_at(page: Page, step: int) -> None:
    page.get_by_role("slider", name="step", exact=True).fill(str(step))


def inside(page: Page, part: str) -> list[str]:
    """Both numbers of a row of the table inside the optimizer."""
    return page.locator(f".gd-inside tr[data-part='{part}'] td > span").all_text_contents()


def pixels(page: Page) -> str:
    drawn(page)
    return page.locator(".gd-canvas").evaluate("(canvas) => canvas.toDataURL()")


@DARK
def test_start_player_chart_and_arrows(page, app_url):
    open_lesson(page, app_url, NAME)
    page.get_by_role("button", name="Pause").press("Enter")
    the_start_is_moved_by_keys_and_clicks(page)
    player_and_chart_turn_to_a_step(page)
    arrows_light_up_with_their_symbols(page)
    the_start_is_dragged_and_the_balls_roll(page)


def the_start_is_moved_by_keys_and_clicks(page: Page) -> None:
    page.locator(".gd-start").focus()
    page.keyboard.press("ArrowRight")
    stop_at(page, 0)
    expect(value(page, "w")).to_have_text("−2.48, 1.30")  # 2 % of the map's 6
    box = page.locator(".gd-stage").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4)
    stop_at(page, 0)
    expect(value(page, "w")).to_have_text("0, 1.20")


def player_and_chart_turn_to_a_step(page: Page) -> None:
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


def arrows_light_up_with_their_symbols(page: Page) -> None:
    page.locator(".nl-formulas .nl-symbol[data-part='eta']").first.hover()
    expect(page.locator(".nl-slider.lit")).to_contain_text("Learning rate")
    page.locator(".gd-inside tr[data-part='gradient']").hover()
    expect(page.locator(".nl-legend li.lit")).to_contain_text("slope")
    page.mouse.move(5, 5)
    stop_at(page, 2)
    plain = pixels(page)
    for part in ("gradient", "velocity", "update", "w"):
        page.locator(f".nl-legend li[data-part='{part}']").hover()
        expect(page.locator(f".nl-picture [data-part='{part}'].lit")).not_to_have_count(0)
        assert pixels(page) != plain, part
    page.mouse.move(5, 5)
    page.locator(".nl-picture").get_by_label("Optimizer to look inside").select_option("adam")
    stop_at(page, 2)
    assert dark_symbols(page) == []


def the_start_is_dragged_and_the_balls_roll(page: Page) -> None:
    pull(page, ".gd-stage", (0.4, 0.4), (0.75, 0.25))
    page.get_by_role("button", name="Pause").click()  # let go, the balls roll
    stop_at(page, 0)
    expect(value(page, "w")).to_have_text("1.50, 1.20")
    page.locator(".gd-start").press("Shift+ArrowLeft")
    page.get_by_role("button", name="Pause").click()
    stop_at(page, 0)
    expect(value(page, "w")).to_have_text("0.900, 1.20")  # a tenth of the map's 6
    assert inside(page, "w") == ["0.900", "1.20"]


@DARK
def test_racers_rates_schedules_and_surfaces(page, app_url):
    open_lesson(page, app_url, NAME)
    expect(page.locator(".gd-by")).to_contain_text("Paths by Keras", timeout=90_000)
    choose(page, "Loss surface", "Bowl")
    stop_at(page, 0)
    expect(value(page, "w")).to_have_text("−2.40, 1.70")
    expect(value(page, "gradient")).to_have_text("−2.40, 1.70")  # on the bowl the slope is the weight
    racers_come_and_go(page)
    momentum_and_schedules_give_their_numbers(page)
    plain_descent_steps_and_rates(page)
    for name in ("Saddle", "Two minima", "Plateau", "Ravine"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator(".gd-canvas")).to_have_attribute(
            "aria-label", re.compile(f"{name}, with the paths of SGD$")
        )


def racers_come_and_go(page: Page) -> None:
    """All seven race; in the end Momentum alone, which cannot be sent away."""
    race = page.get_by_role("group", name="Optimizers in the race")
    for name in ("Nesterov", "Adagrad", "RMSprop", "AdamW"):
        race.get_by_role("button", name=name).click()
        expect(
            page.locator(".nl-picture").get_by_label("Optimizer to look inside").locator("option:checked")
        ).to_have_text(name)
        expect(page.locator(".gd-canvas")).to_have_attribute("aria-label", re.compile(name))
        expect(race.get_by_role("button", name=name).locator(".gd-loss")).not_to_have_text("")
    for name in ("SGD", "Nesterov", "Adagrad", "RMSprop", "Adam", "AdamW"):
        race.get_by_role("button", name=re.compile(f"^{name}(?!W)")).click()
    only = race.get_by_role("button", name="Momentum")
    only.click()
    expect(only).to_have_attribute("aria-pressed", "true")


def momentum_and_schedules_give_their_numbers(page: Page) -> None:
    # −2.4 + 0.72, then + 0.5 · 0.72 + 0.3 · 1.68
    for beta, second in (("0", "−1.18, 0.833"), ("0.5", "−0.816, 0.578")):
        page.locator(".nl-picture").get_by_label("Momentum β").fill(beta)
        stop_at(page, 2)
        expect(value(page, "w")).to_have_text(second)
    expect(value(page, "beta")).to_have_text("0.50")
    stop_at(page, 75)
    # 0.3 · 0.05^½; a fifteenth of 0.3
    for schedule, step, rate in (("exponential", 75, "0.0671"), ("warmup", 1, "0.0200"), ("constant", 75, "0.300")):
        page.locator(".nl-picture").get_by_label("Schedule").select_option(schedule)
        stop_at(page, step)
        expect(value(page, "eta")).to_have_text(rate)


def plain_descent_steps_and_rates(page: Page) -> None:
    race = page.get_by_role("group", name="Optimizers in the race")
    race.get_by_role("button", name="SGD").click()
    race.get_by_role("button", name="Momentum").click()
    page.locator(".nl-picture").get_by_label("Optimizer to look inside").select_option("sgd")
    stop_at(page, 1)
    expect(value(page, "w")).to_have_text("−1.68, 1.19")  # 1 − 0.3 of it
    page.get_by_role("button", name="One step on").click()
    expect(value(page, "w")).to_have_text("−1.18, 0.833")
    page.get_by_role("button", name="One step back").click()
    expect(value(page, "w")).to_have_text("−1.68, 1.19")
    expect(page.locator(".gd-written")).to_contain_text("Δw₁ = −η·g₁ = −0.300·(−1.68) = 0.504")
    page.locator(".nl-picture").get_by_label("Learning rate η").fill("0.4")
    expect(page.locator(".gd-verdict")).to_contain_text("Too large for SGD")
    page.locator(".nl-picture").get_by_label("Learning rate η").fill("-3")
    expect(page.locator(".gd-verdict")).to_contain_text("Small for SGD")
    page.locator(".nl-picture").get_by_label("Schedule").select_option("cosine")
    stop_at(page, 75)
    expect(value(page, "eta")).to_have_text("0.0005")  # half way down the cosine


@whole  # tests/concepts prove its numbers, and the journeys above that Keras's paths arrive
def test_keras_experiments_and_a_real_network(page, app_url):
    open_lesson(page, app_url, NAME)
    canvas, by, note = (page.locator(f".gd-{part}") for part in ("canvas", "by", "linenote"))
    expect(by).to_contain_text("Paths by Keras", timeout=90_000)
    page.get_by_role("button", name="Real data").click()
    page.locator(".nl-picture").get_by_label("Each step sees").select_option("1", timeout=60_000)
    expect(note).to_contain_text("one patient")
    expect(by).to_contain_text("Paths by Keras", timeout=60_000)
    page.get_by_role("button", name="Turn the learning rate up").click()
    expect(page.locator(".nl-task .nl-see")).to_contain_text("2/20")
    expect(page.locator(".gd-verdict")).to_contain_text("Too large for SGD")
    page.get_by_text("The picture as numbers").click()
    expect(page.locator(".nl-twin table")).to_have_count(2)
    page.get_by_text("The picture as numbers").click()
    page.get_by_role("button", name="Race all seven").click()
    expect(canvas).to_have_attribute("aria-label", re.compile("Saddle, with the paths of SGD, .*, AdamW$"))
    page.get_by_role("button", name="Follow one patient").click()
    expect(note).to_contain_text("one patient", timeout=60_000)
    for batch, words in (("4", "Lit: the 4 patients"), ("0", "mean slope over all"), ("32", "Lit: the 32 patients")):
        page.locator(".nl-picture").get_by_label("Each step sees").select_option(batch)
        expect(note).to_contain_text(words)
    expect(page.locator(".gd-dots .seen")).to_have_count(32)
    expect(by).to_contain_text("Paths by Keras", timeout=60_000)

    page.get_by_role("button", name="Another question").click()
    expect(page.get_by_text("starts on the bowl")).to_be_visible()
    page.get_by_role("button", name="Show it in the picture").click()
    expect(canvas).to_have_attribute("aria-label", re.compile("Bowl, with the paths of Momentum$"))
    assert faults(page) == []

    page.get_by_role("button", name="Real network").click()
    expect(page.locator(".gd-waiting")).to_contain_text("trained for it now")
    expect(by).to_contain_text("105 weights", timeout=90_000)
    page.locator(".nl-picture").get_by_label("Each step sees").select_option("1")
    stop_at(page, 150)
    expect(canvas).to_have_attribute("aria-label", re.compile("Real network, with the paths of"))
