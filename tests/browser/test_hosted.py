"""A hosted copy and the people who use it at once, each in a browser of their own."""

import re
import urllib.request

import keras
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from nnviz import gallery
from nnviz.runs.run import Run
from pages.shared.session import owner
from tests.browser.conftest import PATIENCE, QUIET, SIZE, executable, start_server
from tests.ports import free_port
from tests.sampling import whole

SLOW = 120_000
STATE = ".nv-statusline b"
ROWS = ".nv-rows .nv-row"
SOMEBODY_ELSES = "This run belongs to somebody else. You can watch it; Train starts your own."


@pytest.fixture(scope="module")
def hosted_home(tmp_path_factory):
    return tmp_path_factory.mktemp("hosted")


@pytest.fixture(scope="module")
def url(hosted_home, scheduler):
    """A hosted copy where one person may have one run under way, and 10 kB of uploads."""
    limits = {"TRAINING": "1", "WAITING": "0", "UPLOAD_MEGABYTES": "0.01"}
    environment = {f"NNVIZ_PERSON_{name}": value for name, value in limits.items()}
    port = free_port()
    process = start_server(hosted_home, port, NNVIZ_MODE="hosted", NNVIZ_SCHEDULER=scheduler, **environment)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(60)


@pytest.fixture
def browser(chromium: Browser):
    """`browser()`: another person's browser."""
    opened = []

    def another() -> BrowserContext:
        opened.append(chromium.new_context(viewport=SIZE, reduced_motion="reduce"))
        opened[-1].set_default_timeout(SLOW)
        return opened[-1]

    expect.set_options(timeout=SLOW)
    yield another
    expect.set_options(timeout=PATIENCE)
    for context in opened:
        context.close()


@pytest.fixture
def refusing(chromium: Browser) -> BrowserContext:
    """A browser that refuses the app's cookie: pages, which alone carry it, reach it without."""
    allowed = (
        "--disable-features=LocalNetworkAccessChecks"  # what a page that a test hands over may ask this computer for
    )
    with chromium.browser_type.launch(executable_path=executable(), args=[*QUIET, allowed]) as own:
        context = own.new_context(viewport=SIZE, reduced_motion="reduce")
        context.set_default_timeout(SLOW)
        context.route("**/*", without_cookies)
        yield context


def without_cookies(route: Route) -> None:
    request = route.request
    if request.resource_type != "document":
        return route.continue_()
    asked = urllib.request.Request(request.url, headers={"accept": request.headers.get("accept", "*/*")})
    with urllib.request.urlopen(asked) as answer:
        route.fulfill(
            status=answer.status, headers={"content-type": answer.headers["content-type"]}, body=answer.read()
        )


def long(name: str) -> str:
    experiment = gallery.ready(name)
    return experiment.replace(train=experiment.train.replace(epochs=4_000, batch_size=200)).to_token()


def train(page: Page, home, before: str = "none") -> Run:
    """Presses Train; returns the run that it makes, once it stands in the address in the place of the one before."""
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_function(f"() => /run=/.test(location.search) && !location.search.includes('{before}')")
    return Run.open(re.search(r"run=([0-9a-f-]+)", page.url)[1], home)


@whole  # tests/app/test_hosted.py and tests/app/session/test_owner.py prove it without a browser
def test_one_persons_run_is_watched_and_not_controlled_by_another(browser, url, hosted_home):
    anna, ben = browser(), browser()
    hers = anna.new_page()
    hers.goto(f"{url}/train?experiment={long('spirals')}")
    run = train(hers, hosted_home)
    token = next(cookie for cookie in anna.cookies() if cookie["name"] == owner.COOKIE)
    assert token["httpOnly"] and token["sameSite"] == "Lax" and run.owner == owner.mark(token["value"])

    his = ben.new_page()
    his.goto(f"{url}/train?run={run.id}")
    expect(his.get_by_text(SOMEBODY_ELSES)).to_be_visible()
    expect(his.locator(STATE)).to_have_text("Training")
    expect(his.get_by_role("button", name="Stop", exact=True)).to_be_disabled()
    expect(his.get_by_role("button", name="Pause", exact=True)).to_have_count(0)
    hers.get_by_role("button", name="Pause", exact=True).click()
    expect(his.locator(STATE)).to_have_text("Paused")
    own = train(his, hosted_home, before=run.id)
    assert own.id != run.id and run.commanded()[0] == "pause" and run.status().state == "paused"
    his.get_by_role("button", name="Stop", exact=True).click()
    expect(his.locator(STATE)).to_have_text("Stopped")
    hers.get_by_role("button", name="Stop", exact=True).click()
    expect(hers.locator(STATE)).to_have_text("Stopped")


@whole  # tests/app/session/test_drafts.py and test_uploads.py prove it without a browser
def test_drafts_and_uploads_are_each_persons_own(browser, url, hosted_home):
    hers, his = browser().new_page(), browser().new_page()
    hers.goto(f"{url}/build")
    expect(hers.locator(ROWS)).to_have_count(4)
    remove_last_but_one(hers)
    expect(hers.locator(ROWS)).to_have_count(3)
    hers.wait_for_function("() => /draft=/.test(location.search)")
    link = hers.url
    draft = next(hosted_home.glob(f"drafts/*/{link.split('draft=')[1]}.json"))
    before = draft.read_text()

    his.goto(link)
    expect(his.locator(ROWS)).to_have_count(3)
    expect(his.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    remove_last_but_one(his)
    expect(his.locator(ROWS)).to_have_count(2)
    his.wait_for_function(f"() => /draft=/.test(location.search) && !location.search.includes('{draft.stem}')")
    (own,) = hosted_home.glob(f"drafts/*/{his.url.split('draft=')[1]}.json")
    assert draft.read_text() == before and own.parent != draft.parent

    his.get_by_role("tab", name="Open, save, share").click()
    drop = his.locator('[data-testid="stFileUploaderDropzone"] input')
    drop.set_input_files({"name": "large.keras", "mimeType": "application/zip", "buffer": bytes(20_000)})
    expect(his.get_by_text("one person's uploads may have 0.01 MB here")).to_be_visible()
    drop.set_input_files({"name": "small.json", "mimeType": "application/json", "buffer": small_network()})
    expect(his.locator(ROWS).filter(has_text="Dense 7")).to_have_count(1)
    uploads = list(hosted_home.glob("uploads/*/*"))
    assert [path.parent.name for path in uploads] == [own.parent.name]

    hers.reload()
    expect(hers.locator(ROWS)).to_have_count(3)
    hers.get_by_role("button", name="Undo", exact=True).click()
    expect(hers.locator(ROWS)).to_have_count(4)


def small_network() -> bytes:
    """A network as Keras describes it, within the quota of these tests."""
    layers = [keras.Input((2,)), keras.layers.Dense(7), keras.layers.Dense(1, "sigmoid")]
    return keras.Sequential(layers).to_json().encode()


def remove_last_but_one(page: Page) -> None:
    """Deletes the layer that is selected at first, with the keyboard."""
    page.locator(".nv-rows").focus()
    page.keyboard.press("Delete")


@whole  # tests/app/session/test_owner.py proves it without a browser
def test_who_refuses_cookies_trains_and_stops_as_anybody(refusing, url, hosted_home):
    page = refusing.new_page()
    page.goto(f"{url}/train?experiment={long('spirals')}")
    run = train(page, hosted_home)
    assert owner.COOKIE not in [cookie["name"] for cookie in refusing.cookies()]
    assert owner.is_token(run.owner), "a mark of the same form, for this tab"
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_text("Go on with")).to_be_visible()
    page.get_by_role("link", name="Train", exact=True).click()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(STATE)).to_have_text("Stopped")
    assert run.commanded()[0] == "stop"
