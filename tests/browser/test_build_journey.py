"""Building in a real browser: the diagram and the list hear clicks, keys and drags; files go in and out."""

import io
import json
import re
import zipfile

from playwright.sync_api import Page, expect

from nnviz import gallery
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec
from tests.browser.conftest import SIZE
from tests.browser.lessons import DARK, focused, idle, no_wider_than, pushed, settled
from tests.sampling import whole

SLOW = 120_000
ROWS = ".nv-rows .nv-row"
SELECTED = '.nv-row[aria-selected="true"]'


def build(page: Page, app_url: str, experiment: Experiment | None = None) -> None:
    """The page with its shapes there."""
    page.goto(f"{app_url}/build" + (f"?experiment={experiment.to_token()}" if experiment else ""))
    expect(page.locator(".nv-node .nv-face").first).to_be_visible(timeout=SLOW)
    expect(page.locator(".nv-form-unknown")).to_have_count(0, timeout=SLOW)


def choose(page: Page, layer_id: str) -> None:
    """That layer in the diagram, with its card there."""
    page.locator(f'.nv-node[data-id="{layer_id}"]').click()
    expect(page.locator('[data-testid="stMarkdown"] strong', has_text=layer_id)).to_be_visible()


def names(page: Page) -> list[str]:
    return page.locator(f"{ROWS} .nv-rowname").all_inner_texts()


def top(page: Page, selector: str) -> float:
    return page.locator(selector).bounding_box()["y"]


def long_network(blocks: int = 17) -> Experiment:
    """150 layers for digits: inverted residual blocks, two of three with a skip connection."""
    layers = [
        LayerSpec(
            id="stem", kind="Conv2D", settings={"filters": 8, "kernel_size": 3, "padding": "same", "use_bias": False}
        )
    ]

    def put(kind: str, inputs=None, **settings):
        layers.append(LayerSpec(id=f"l{len(layers)}", kind=kind, settings=settings, inputs=inputs))

    for block in range(blocks):
        start = layers[-1].id
        norm, convolution = ("BatchNormalization", {}), {"use_bias": False, "padding": "same"}
        for kind, settings in (
            ("Conv2D", {"filters": 16, "kernel_size": 1, **convolution}),
            norm,
            ("ReLU", {}),
            ("DepthwiseConv2D", {"kernel_size": 3, **convolution}),
            norm,
            ("ReLU", {}),
            ("Conv2D", {"filters": 8, "kernel_size": 1, **convolution}),
            norm,
        ):
            put(kind, **settings)
        if block % 3:
            put("Add", (layers[-1].id, start))
    put("GlobalAveragePooling2D")
    put("Dense", units=10, activation="softmax")
    return Experiment(data=DataSpec(source="digits"), model=ModelSpec(layers=tuple(layers)))


@whole  # tests/web/edit_feed.test.mjs and tests/app/test_news.py show the edit, tests/app/test_build.py mends it
def test_an_edit_is_seen_before_the_page_has_run_again_and_what_keras_refuses_is_mended_by_a_button(own_page, app_url):
    page, late, held = own_page, [], False

    def relay(socket):
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(lambda message: late.append((socket, message)) if held else socket.send(message))

    page.route_web_socket("**/_stcore/stream", relay)
    build(page, app_url)
    choose(page, "dense_1")
    expect(page.locator(SELECTED)).to_have_attribute("data-id", "dense_1")
    units = page.locator(".st-key-build-card").get_by_role("textbox", name="Units")
    idle(page)
    held = True
    units.fill("5")
    units.press("Enter")
    # 2·5 + 5, then 5·8 + 8, then 8 + 1
    expect(page.locator(".nv-totals")).to_contain_text("Parameters72")
    expect(page.locator('.nv-node[data-id="dense_1"] circle')).to_have_count(5)
    expect(page.locator(SELECTED)).to_contain_text("15")
    expect(page.get_by_role("link", name=re.compile("72 parameters"))).to_have_count(0)
    held = False
    for socket, message in late:
        socket.send(message)
    expect(page.get_by_role("link", name=re.compile("72 parameters"))).to_be_visible()
    what_keras_refuses_is_mended_by_a_button(page)


def what_keras_refuses_is_mended_by_a_button(page: Page) -> None:
    page.get_by_role("combobox", name="Add a layer").click()
    page.keyboard.type("maxpooling1")
    page.keyboard.press("Enter")
    expect(page.locator(".nv-node.nv-error")).to_have_count(1)
    expect(page.locator(".nv-rows .nv-row.nv-error")).to_have_count(1)
    page.locator('[class*="st-key-build-fix-all"] button').first.click()
    expect(page.locator(".nv-node.nv-error")).to_have_count(0, timeout=SLOW)


def test_keys_and_drags_edit_the_list_and_a_reload_keeps_it(page, app_url):
    build(page, app_url)
    page.locator(ROWS).nth(1).click()
    expect(page.locator(SELECTED)).to_have_attribute("data-id", "dense_1")
    page.keyboard.press("ArrowDown")
    expect(page.locator(SELECTED)).to_have_attribute("data-id", "dense_2")
    page.locator(ROWS).nth(3).drag_to(page.locator(ROWS).nth(1))
    expect(page.locator(f"{ROWS} .nv-rowname").nth(1)).to_have_text("output · Dense 1, sigmoid")
    page.locator(".nv-rows").focus()
    page.keyboard.press("Delete")
    expect(page.locator(ROWS)).to_have_count(3)
    page.keyboard.press("Control+z")
    expect(page.locator(ROWS)).to_have_count(4)
    page.keyboard.press("Control+z")
    expect(page.locator(f"{ROWS} .nv-rowname").nth(3)).to_have_text("output · Dense 1, sigmoid")
    expect(page.get_by_role("link", name=re.compile("105 parameters"))).to_be_visible()
    page.keyboard.press("Delete")
    expect(page.locator(ROWS)).to_have_count(3)
    left = names(page)
    expect(page.get_by_role("link", name=re.compile("105 parameters"))).to_have_count(0)  # the server knows it
    page.reload()
    expect(page.locator(ROWS)).to_have_count(3, timeout=SLOW)
    assert names(page) == left
    the_keyboard_goes_into_a_popover_and_back_and_finds_the_keys_behind_a_question_mark(page)


def the_keyboard_goes_into_a_popover_and_back_and_finds_the_keys_behind_a_question_mark(page: Page) -> None:
    opener = page.get_by_role("button", name="Templates")
    opener.wait_for()
    idle(page)
    opener.focus()
    page.keyboard.press("Enter")
    page.get_by_test_id("stPopoverBody").get_by_role("button").first.wait_for()
    page.wait_for_function("document.activeElement.closest('[data-testid=stPopoverBody]')")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    expect(opener).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#nn-dialog")).to_contain_text("undoes the last edit")
    page.keyboard.press("Escape")
    words = settled(page, lambda: focused(page), lambda words: "Templates" in words)
    assert "Templates" in words, "the dialog gives the keyboard back"


@whole  # the keys of the list are pressed above; tests/web/layout.test.mjs and architecture.test.mjs fold
@DARK
def test_hover_tells_arrows_walk_the_diagram_on_a_phone_it_comes_first_and_150_layers_are_folded(page, app_url):
    build(page, app_url, gallery.ready("digits"))
    page.locator('.nv-node[data-id="conv2d_2"]').hover()
    expect(page.locator(".nv-details")).to_contain_text("1,168")
    page.locator('.nv-node[data-id="conv2d_1"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator('.nv-node[data-id="max_pooling2d_1"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(SELECTED)).to_have_attribute("data-id", "max_pooling2d_1")
    idle(page)
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page, lambda: top(page, ".nv-drawing") < top(page, ".nv-rows"), True)
    assert top(page, ".nv-drawing") < top(page, ".nv-rows")
    assert no_wider_than(page, 390)
    page.set_viewport_size(SIZE)
    pushed(page, f"build?experiment={long_network().to_token()}")
    layers_by_the_hundred_are_folded_opened_and_edited_without_freezing(page)


def layers_by_the_hundred_are_folded_opened_and_edited_without_freezing(page: Page) -> None:
    expect(page.locator(ROWS)).to_have_count(151)
    nodes = page.locator(".nv-node")
    folded = nodes.count()
    assert folded <= 40
    page.locator(".nv-node.nv-repeat").first.click()
    assert settled(page, nodes.count, lambda count: count > folded) > folded
    page.get_by_role("button", name="Show runs of the same layers as one box").click()
    expect(nodes).to_have_count(151)
    page.get_by_role("button", name="Show all of it").click()
    drawing = page.locator(".nv-drawing")
    assert settled(page, lambda: drawing.bounding_box()["width"], lambda width: width <= 1440) <= 1440
    page.locator(ROWS).nth(2).click()
    expect(page.locator(SELECTED)).to_have_attribute("data-id", "l1")


@whole  # tests/models/test_files.py writes and opens it, tests/app/test_build.py uploads and refuses
def test_a_network_goes_out_as_a_keras_file_and_comes_back_and_a_hostile_one_is_refused(page, app_url, tmp_path):
    build(page, app_url, gallery.ready("digits"))
    page.get_by_role("tab", name="Open, save, share").click()
    with page.expect_download(timeout=SLOW) as download:
        page.get_by_role("button", name="Keras model").click()
    path = tmp_path / "network.keras"
    download.value.save_as(path)
    assert "config.json" in zipfile.ZipFile(path).namelist()
    build(page, app_url)
    page.get_by_role("tab", name="Open, save, share").click()
    page.locator('[data-testid="stFileUploaderDropzone"] input').set_input_files(path)
    expect(page.get_by_text("Shown on its file's own input, 8 × 8 × 1")).to_be_visible(timeout=SLOW)
    expect(page.locator(ROWS)).to_have_count(8)
    page.get_by_role("button", name="Look at it on the data").click()
    expect(page.locator(".nv-node.nv-error")).to_have_count(1, timeout=SLOW)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(ROWS)).to_have_count(4)
    expect(page.locator(".nv-node.nv-error")).to_have_count(0)
    a_hostile_file_is_refused(page)


def a_hostile_file_is_refused(page: Page) -> None:
    held = io.BytesIO()
    layer = {"class_name": "Lambda", "module": "keras.layers", "config": {"name": "boom", "function": "..."}}
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(
            "config.json", json.dumps({"class_name": "Sequential", "module": "keras", "config": {"layers": [layer]}})
        )
        archive.writestr("metadata.json", "{}")
        archive.writestr("model.weights.h5", b"")
    before = names(page)
    page.get_by_role("tab", name="Open, save, share").click()  # other data, other tabs
    page.locator('[data-testid="stFileUploaderDropzone"] input').set_input_files(
        {"name": "boom.keras", "mimeType": "application/zip", "buffer": held.getvalue()}
    )
    expect(page.get_by_text(re.compile("boom.keras: .*Lambda")).first).to_be_visible(timeout=SLOW)
    assert names(page) == before
