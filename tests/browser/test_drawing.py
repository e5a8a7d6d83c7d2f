"""Points drawn in the browser, while the network in hand learns them."""

import re

from playwright.sync_api import expect

import nnviz
from nnviz.specs import DataSpec
from tests.browser.lessons import faults, idle, pull
from tests.sampling import whole

STAGE, SAID = ".nd-stage", ".nd-said"


@whole
def test_a_network_learns_points_while_they_are_drawn(page, app_url):
    start = nnviz.ready("spirals").replace(data=DataSpec(source="drawn"))
    page.goto(f"{app_url}/data?experiment={start.to_token()}")
    expect(page.locator(SAID)).to_have_text("24 of A, 14 of B.")
    idle(page)
    page.get_by_role("button", name="Train while I draw").click()
    expect(page.locator(SAID)).to_contain_text(re.compile(r"Epoch \d+: \d+ % right"), timeout=30_000)
    page.get_by_role("button", name="Draw class C").click()
    pull(page, STAGE, (0.05, 0.05), (0.3, 0.1))
    expect(page.locator(SAID)).to_contain_text(re.compile(r"of C\. Epoch \d+"))
    page.get_by_role("button", name="Train while I draw").click()
    expect(page.locator(SAID)).not_to_contain_text("Epoch")
    idle(page)
    assert faults(page) == []
