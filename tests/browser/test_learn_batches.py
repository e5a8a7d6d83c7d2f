"""Batches in Chromium: examples are counted, batches' arrows drawn, and trainings raced after a guess."""

import re

from playwright.sync_api import expect

from tests.browser.lessons import choose, open_lesson, value
from tests.sampling import whole


@whole  # the same numbers are tested in Node and against Keras
def test_examples_are_counted_arrows_drawn_and_orders_raced(page, app_url):
    open_lesson(page, app_url, "batches")
    page.locator(".ba select").select_option("spirals")
    expect(value(page, "n")).to_have_text("400")
    page.get_by_role("slider", name="Batch size B").fill("0.5")  # 400^0.5
    page.get_by_role("slider", name="Epochs E").fill("3")
    expect(value(page, "U")).to_have_text("60")
    counters = page.locator(".ba-counter b")
    page.get_by_role("button", name="One update on").click()
    expect(counters).to_have_text(["20", "1", "0"])
    page.get_by_role("slider", name="update", exact=True).fill("60")
    expect(counters).to_have_text(["1,200", "60", "3"])
    choose(page, "Order of the examples", "Sorted by class")
    expect(page.locator(".ba-made")).to_have_text(re.compile("^[^·]+: 20$"))

    choose(page, "What to look at", "A batch’s arrow")
    wrong = page.locator(".ba-wrong")
    expect(wrong).to_have_text(re.compile(r"of 200 batches point the wrong way"))
    page.get_by_role("slider", name="Batch size B").fill("1")
    expect(wrong).to_have_text("0 of 200 batches point the wrong way (0 %).")

    choose(page, "What to look at", "Small against large")
    choose(page, "What to compare", "Shuffled or sorted")
    expect(page.locator(".ba-list")).to_be_hidden()
    page.get_by_role("button", name="shuffled every epoch").click()
    expect(page.locator(".ba-said:visible")).to_contain_text("shuffled every epoch has the lowest loss")
    expect(page.locator(".ba-list li b")).to_have_text(["shuffled every epoch", "sorted by class, never shuffled"])
    choose(page, "Counted in", "seconds")
    expect(page.locator(".ba-list")).to_be_hidden()
