"""The lessons on a network of one's own: digits that were trained, looked at from three lessons."""

import re

from playwright.sync_api import Page, expect

from tests.browser.lessons import DARK, drawn, faults, has_keyboard, open_lesson, through_the_course, value
from tests.sampling import whole

SLOW = 90_000


@DARK
def test_the_kernels_of_ones_own_network(page, app_url, digits_run):
    run, filters = digits_run, digits_run.experiment.model.layers[0].settings["filters"]
    open_lesson(page, app_url, f"convolutions?run={run.id}")
    page.get_by_role("button", name="Fetch learnt kernels").press("Enter")
    learnt = page.get_by_role("group", name="Kernels a network has learnt").get_by_role("button")
    expect(learnt).to_have_count(filters, timeout=SLOW)
    expect(page.locator(".lc-message")).to_contain_text(f"{filters} of {filters} kernels of your run's layer conv2d")
    assert has_keyboard(page, "filter 1")  # the button that was pressed has gone
    seen = set()
    for i in range(filters):
        learnt.nth(i).press("Enter")
        expect(learnt.nth(i)).to_have_attribute("aria-pressed", "true")
        seen.add(tuple(field.input_value() for field in page.locator(".cd-kernel input").all()))
    assert len(seen) == filters
    expect(page.locator(".lc-help")).to_contain_text("Nobody made it")
    assert faults(page) == []


@whole  # its numbers: tests/concepts/test_own_networks.py; its panels, of another network: the lessons' own journeys
@DARK
def test_the_loss_surface_and_the_flow_of_ones_own_network(page, app_url, digits_run):
    run, title = digits_run, digits_run.experiment.title
    open_lesson(page, app_url, f"gradient-descent?run={run.id}")
    page.get_by_role("button", name="Real network").click()
    expect(page.locator(".gd-by")).to_contain_text(
        f"{title}: two random directions among {run.facts['parameters']:,} weights", timeout=SLOW
    )
    page.get_by_role("slider", name="step", exact=True).fill("0")
    drawn(page)
    high = float(value(page, "loss").text_content())
    page.get_by_role("slider", name="step", exact=True).fill("150")
    expect(value(page, "loss")).not_to_have_text(f"{high:g}")
    page.locator(".nl-picture").get_by_label("Each step sees").select_option("1")
    expect(page.locator(".nl-picture").get_by_label("Each step sees").locator("option:checked")).to_have_text(
        re.compile("of them")
    )
    expect(page.locator(".gd-by")).to_contain_text("Paths by Keras", timeout=SLOW)

    turn_to(page, "backpropagation")
    page.get_by_role("button", name="Show the flow").press("Enter")
    words = page.locator(".bp-flowwords")
    expect(words).to_contain_text(re.compile(title + r", trained, training example 1 of [\d,]+ \(\d\)"), timeout=SLOW)
    assert has_keyboard(page, "Next example")
    cells = page.locator(".bp-cell").evaluate_all("(cells) => cells.map((cell) => cell.textContent)")
    page.get_by_role("button", name="Next example").press("Enter")
    expect(words).to_contain_text("training example 2 of", timeout=SLOW)
    expect(words).to_contain_text("it answers")
    after = page.locator(".bp-cell").evaluate_all("(cells) => cells.map((cell) => cell.textContent)")
    assert len(cells) == len(after) and cells != after
    assert faults(page) == []


def turn_to(page: Page, name: str) -> None:
    """To another lesson through the navigation: the run stays in hand."""
    through_the_course(page, f"learn-{name}")
    page.locator(".nl-root[data-ready]").wait_for()
    page.get_by_role("heading", name="Go on").wait_for()
