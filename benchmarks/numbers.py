"""The arithmetic of one number: how soon a click on a value shows it, and what a number of a large network takes."""

import time

from playwright.sync_api import Page

from benchmarks.report import figure, in_turn, ratios, repeats, told


def of_a_large_network() -> None:
    """MobileNetV2 at 96 × 96, one image: a number of a pass that was kept, ÷ the forward pass itself."""
    import keras
    import numpy as np

    from nnviz.inspection.arithmetic.arithmetic import of_trace
    from nnviz.inspection.arithmetic.tracing import trace

    model = keras.applications.MobileNetV2(input_shape=(96, 96, 3), weights=None, classes=10)
    x = np.random.default_rng(0).normal(size=(1, 96, 96, 3)).astype("float32")
    passed = trace(model, x)
    places = [
        ("block_1_expand", (5, 5, 3)),
        ("Conv_1", (1, 1, 7)),
        ("block_5_depthwise_BN", (3, 3, 2)),
        ("predictions", (4,)),
    ]

    def seconds(run) -> float:
        begun = time.perf_counter()
        run()
        return time.perf_counter() - begun

    sides = {
        "numbers": lambda: seconds(lambda: [of_trace(passed, *place) for place in places]) / len(places),
        "pass": lambda: seconds(lambda: np.asarray(model(x, training=False))),
    }
    in_turn(sides, 1)
    times = in_turn(sides, repeats(9, 2))
    figure("a number of MobileNetV2, its pass kept", told([1000 * one for one in times["numbers"]], " ms"))
    figure("÷ a forward pass of one image", told(ratios(times["numbers"], times["pass"]), "×"))


def clicks(page: Page, address: str, run: str) -> None:
    """Milliseconds from a click on a value to its arithmetic, in Chromium, on digits."""
    times = []
    for layer in ("conv2d_2", "max_pooling2d_2", "conv2d_2", "dense_1")[: 1 + repeats(3, 1)]:
        page.goto(f"{address}/network?run={run}&view=arithmetic&layer={layer}")
        page.locator(".nu-check span").wait_for(timeout=60_000)
        page.wait_for_timeout(1500)
        times += [_click(page, place) for place in range(repeats(4, 2))]
    figure("a value clicked → its arithmetic, warm", told([1000 * one for one in times[2:]], " ms"), "at most 100 ms")


def _click(page: Page, place: int) -> float:
    """Seconds from a click on a number of the layer's output to the sentence about it, by the browser's own frames."""
    box = page.locator(".nu-out .nu-stage").bounding_box()
    corners = [
        (box["x"] + 4 + k % 2 * (box["width"] - 8), box["y"] + 4 + k // 2 * (box["height"] - 8)) for k in range(3)
    ]
    now = page.locator(".nu-out rect.nu-number").bounding_box()
    others = [
        (x, y) for x, y in corners if not (0 <= x - now["x"] <= now["width"] and 0 <= y - now["y"] <= now["height"])
    ]
    told_before = page.locator(".nu-path").inner_text()
    page.locator(".nu-path").evaluate(
        """(path, before) => {
          const seen = (window.number = {});
          const frame = () => new Promise((done) => requestAnimationFrame(done));
          window.addEventListener('pointerdown', async () => {
            seen.begun = performance.now();
            while (path.innerText === before && performance.now() - seen.begun < 20000) await frame();
            seen.ended = performance.now();
          }, { capture: true, once: true });
        }""",
        told_before,
    )
    page.mouse.click(*others[place % len(others)])
    page.wait_for_function("window.number.ended")
    page.wait_for_timeout(700)
    return page.evaluate("(number.ended - number.begun) / 1000")
