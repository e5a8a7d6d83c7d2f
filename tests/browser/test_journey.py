"""The main job in a real browser: digits from the home page to one explained prediction; and what goes wrong on the
way."""

import os
import re
import signal

import pytest
from playwright.sync_api import Page, expect

from nnviz import gallery
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from tests.browser.lessons import DARK, no_wider_than
from tests.sampling import whole

SLOW = 120_000
STATE = ".nv-statusline b"


def run_of(page: Page, home) -> Run:
    page.wait_for_url(re.compile(r"run=[0-9a-f-]+"), timeout=SLOW)
    return Run.open(re.search(r"run=([0-9a-f-]+)", page.url)[1], home)


def begin(page: Page, app_url: str, name: str) -> None:
    page.goto(app_url)
    page.locator(f".st-key-train-{name}").get_by_role("button", name="Train", exact=True).click(timeout=SLOW)


def long(name: str) -> Experiment:
    """A ready experiment that trains long enough to be interrupted, and that is not worth compiling."""
    exp = gallery.ready(name)
    return exp.replace(train=exp.train.replace(epochs=4_000, batch_size=200))


def train_from_link(page: Page, app_url: str, name: str) -> None:
    page.goto(f"{app_url}/train?experiment={long(name).to_token()}")
    page.get_by_role("button", name="Train", exact=True).click(timeout=SLOW)
    expect(page.locator(STATE)).to_have_text("Training", timeout=SLOW)
    page.wait_for_function("() => /run=/.test(location.search)")


def stop(page: Page) -> None:
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(STATE)).to_have_text("Stopped", timeout=SLOW)


@DARK
def test_digits_from_the_home_page_to_an_explained_prediction(page, app_url, home):
    begin(page, app_url, "digits")
    run = run_of(page, home)
    expect(page.locator(STATE)).to_have_text("Finished", timeout=SLOW)
    expect(page.get_by_text(re.compile(r"epoch 30 of 30")).first).to_be_visible()
    assert run.history()["val_accuracy"][-1] > 0.95

    slider = page.get_by_role("slider", name="Epoch on show")
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("epoch 0"))
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("epoch 30"))

    page.get_by_test_id("stMain").get_by_role("link", name="Look inside").click()
    page.locator(".ly-tile").nth(3).click(timeout=SLOW)
    expect(page.locator(".ly-named b")).to_have_text("conv2d_2")
    page.wait_for_url("**layer=conv2d_2*")
    page.locator(".ly-units").click(position={"x": 5, "y": 5})
    expect(page.locator(".ly-named b")).to_have_text("conv2d_2, unit 1")
    page.wait_for_url("**unit=1*")
    assert f"run={run.id}" in page.url

    page.get_by_role("link", name="Attribution").click()
    expect(page.get_by_text("The parts add up to the difference").first).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("alert")).to_have_count(0)


@whole  # training/test_train.py pauses, steps and goes on, web/so_far.test.mjs has what was there before
def test_who_comes_back_in_mid_training_misses_nothing(page, app_url, home, engine):
    """By the address that the page has since Train was pressed, which is a new session, as a reload is."""
    run = engine.train(long("spirals"), speed="epoch")
    page.goto(f"{app_url}/train?run={run.id}")
    expect(page.locator(STATE)).to_have_text("Training", timeout=SLOW)
    assert run_of(page, home).id == run.id

    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.locator(STATE)).to_have_text("Paused", timeout=SLOW)
    before = int(run.status().epoch)
    page.get_by_role("button", name="Step", exact=True).click()
    expect(page.locator(".nv-progress-text")).to_contain_text(f"epoch {before + 1:,} of", timeout=SLOW)
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.locator(STATE)).to_have_text("Training", timeout=SLOW)
    stop(page)
    history = run.history()
    assert history["epoch"].tolist() == list(range(1, len(history["epoch"]) + 1)) and run.model_path.is_file()


@whole  # of its parts: the journey above; tests/web/so_far.test.mjs, live_feed.test.mjs and film.test.mjs
@pytest.mark.motion
def test_one_view_from_the_untrained_network_to_the_end_of_its_training(page, app_url):
    spirals = gallery.ready("spirals")
    token = spirals.replace(train=spirals.train.replace(epochs=200)).to_token()
    page.goto(f"{app_url}/train?experiment={token}")
    view, loss = page.locator("div.nv-training"), page.locator(".nv-readout b").first
    expect(view).to_have_attribute("data-step", "0", timeout=SLOW)
    expect(page.locator(STATE)).to_have_text("Untrained")
    mounted, untrained = page.locator(".nv-statusline").element_handle(), loss.inner_text()
    page.get_by_text("More", exact=True).first.click()
    page.get_by_role("textbox", name="Seed").fill("5")
    page.keyboard.press("Tab")
    expect(loss).not_to_have_text(untrained)

    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator(STATE)).to_have_text("Training", timeout=SLOW)
    slider, progress = page.get_by_role("slider", name="Epoch on show"), page.locator(".nv-progress-text")
    expect(slider).to_be_enabled(timeout=SLOW)
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("epoch 0 of .* so far"))
    frozen_at = progress.inner_text()
    expect(progress).not_to_have_text(frozen_at)
    expect(view).to_have_attribute("data-step", "0")
    page.get_by_role("button", name="Back to live").click()
    expect(view).not_to_have_attribute("data-step", "0")

    page.get_by_role("radio", name="Full").click()
    expect(page.locator(STATE)).to_have_text(re.compile("Finished|Overfitted"), timeout=SLOW)
    expect(page.get_by_role("button", name="Pause", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("epoch 200 of 200"))).to_be_visible()
    assert mounted.evaluate("node => node.isConnected"), "the view was mounted again"

    page.locator(".nv-answer .nv-stage").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    tip, named = page.locator(".nv-tip"), re.compile(r"(validation|training) example")
    expect(tip).to_contain_text(named)
    part = named.search(tip.inner_text())[1]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/network"))
    expect(page.get_by_text(re.compile(rf"wrong of \d+ {part} examples"))).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("Weights of epoch 200, the last one.")).to_be_visible()


@whole  # tests/engine/test_queued_runs.py kills a worker and reads what its run says
def test_a_worker_killed_in_mid_training_is_told_in_a_sentence(page, app_url, home):
    train_from_link(page, app_url, "spirals")
    run = run_of(page, home)
    os.kill(run.status().process[1], signal.SIGKILL)
    expect(page.locator(STATE)).to_have_text("Failed", timeout=SLOW)
    expect(page.locator(".nv-message")).to_contain_text("worker")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator(STATE)).to_have_text("Training", timeout=SLOW)
    stop(page)


@whole  # tests/app/test_pages.py has the sentence; in test_widths.py a page is opened so, and others fit a phone
def test_a_cold_link_to_a_run_opens_inside_the_frame_on_a_phone(page, app_url, home):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app_url}/train?run=20200101-000000-aaaaaa")
    expect(page.get_by_text("There is no run 20200101-000000-aaaaaa")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("How does it learn?")).to_be_visible()
    assert no_wider_than(page, 391), "nothing may stick out at the side"


@whole  # the sentence is Streamlit's own
def test_a_port_in_use_is_told(tmp_path, app_url):
    import subprocess
    import sys

    port = app_url.rsplit(":", 1)[1]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            port,
            "--server.headless",
            "true",
            "--server.address",
            "127.0.0.1",
        ],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0 and f"Port {port} is not available" in done.stdout + done.stderr
