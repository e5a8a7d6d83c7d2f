"""What a widget costs in the server: a rerun of each page after a change, everything that it asks for known already.

Pages run headless from `app.py` with Streamlit's own AppTest, in a process without Keras, on a real engine. Each rerun
sets a widget to the other of two values that the session has seen. AppTest starts a thread, compiles the page and reads
what it shows, every time; a server does not, so the times are a little too long, ours and the bare page's alike.
"""

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks.browser import ROOT
from benchmarks.report import figure, in_turn, ratios, repeats, told
from nnviz import gallery, settings
from nnviz.engine import client
from pages.shared.lessons.course import LESSONS

_LARGE = "import sys, keras; open(sys.argv[1], 'w').write(keras.applications.MobileNetV2(weights=None).to_json())"
_SECONDS = 120


@dataclass
class Case:
    """A page under test: what people call it, the app, and the values that its widget is set to in turn; without, it is
    run."""

    name: str
    app: AppTest
    widget: str = ""
    values: cycle = cycle(())

    def change(self) -> tuple[float, float]:
        """Seconds, and seconds of processor time, of the rerun after the widget took its other value."""
        begun, worked = time.perf_counter(), time.process_time()
        (_widget(self.app, self.widget).set_value(next(self.values)) if self.widget else self.app).run()
        seconds, busy = time.perf_counter() - begun, time.process_time() - worked
        if self.app.exception:
            raise RuntimeError(f"{self.name}: {self.app.exception[0].value}")
        return seconds, busy


def _widget(app: AppTest, key: str):
    return next(
        one for kind in ("slider", "selectbox", "text_input") for one in app.get(kind) if key in (one.key or "")
    )


def _case(name: str, page: str, widget: str = "", values=(), prepare=None, **query) -> Case:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=_SECONDS)
    for parameter, value in query.items():
        app.query_params[parameter] = value
    app.run()
    app.switch_page(page).run()
    if prepare:
        prepare(app)
    return Case(name, app, widget, cycle(values))


def _large_network(folder: Path):
    """Opens MobileNetV2 with the Build page's own uploader; Keras writes its description in another process."""
    path = folder / "mobile_net.json"
    subprocess.run([sys.executable, "-c", _LARGE, str(path)], check=True, capture_output=True)

    def prepare(app: AppTest) -> None:
        app.get("file_uploader")[0].upload(path.name, path.read_bytes(), "application/json").run()
        layers = len(app.session_state["nnviz"].in_hand.experiment.model.layers)
        if layers < 150 or not any("Keras accepts" in str(words.value) for words in app.markdown):
            raise RuntimeError(f"the page should show MobileNetV2 without a mistake; it shows {layers} layers")

    return prepare


def _trained(engine) -> str:
    """The id of a run of the digits, trained for two epochs."""
    ready = gallery.ready("digits")
    run = engine.train(ready.replace(train=ready.train.replace(epochs=2)))
    while run.status().active:
        time.sleep(0.1)
    return run.id


def _cases(engine) -> list[Case]:
    run, large = _trained(engine), _large_network(settings.get().home)
    build = "pages/lab/build.py"
    return [
        _case("Home", "pages/start/home.py"),
        _case("Data", "pages/lab/data.py", "data.split.scaling", ("minmax", "standard")),
        _case("Build, 3 layers", build, "build.0.set.dense_2.Dense:0.units", ("9", "8")),
        _case("Build, MobileNetV2", build, ".name.", ("pooled", "average"), large),
        _case("Train, a finished run", "pages/lab/train.py", "train.learning_rate", ("0.001", "0.003"), run=run),
        _case("Layers", "pages/inside/network.py", "examples.position", (2, 3), run=run),
        _case("Attribution", "pages/explain/attribution.py", "examples.position", (2, 3), run=run),
        *(_case(lesson.title, lesson.page) for lesson in LESSONS.values()),
    ]


def _bare() -> Case:
    app = AppTest.from_file(str(ROOT / "benchmarks/bare_app.py"), default_timeout=_SECONDS).run()
    return Case("a bare Streamlit page", app, "which", cycle((2, 3)))


def measure() -> None:
    engine = client.get()
    try:
        engine.wait()
        cases = [*_cases(engine), _bare()]
        for case in cases * 4:
            case.change()
        measured = in_turn({case.name: case.change for case in cases}, repeats(25, 3))
    finally:
        engine.close()
    seconds_by_name = {name: [seconds for seconds, _ in times] for name, times in measured.items()}
    bare = seconds_by_name.pop("a bare Streamlit page")
    by_cost = sorted(seconds_by_name, key=lambda name: -statistics.median(seconds_by_name[name]))
    heaviest = seconds_by_name[by_cost[0]]
    figure(
        f"a widget's rerun on the heaviest page ({by_cost[0]}), in the server",
        told([1000 * s for s in heaviest], " ms"),
        "100 ms, aim 50 ms",
    )
    busy = [1000 * worked for _, worked in measured[by_cost[0]]]
    figure("the same, processor time of this process alone, which a busy machine lengthens least", told(busy, " ms"))
    figure(
        f"the same ÷ a bare Streamlit page ({told([1000 * s for s in bare], ' ms')})", told(ratios(heaviest, bare), "×")
    )
    figure(
        "the other pages",
        ", ".join(f"{name} {1000 * statistics.median(seconds_by_name[name]):.0f} ms" for name in by_cost[1:]),
    )
    heavy = sorted({"tensorflow", "keras", "shap"} & set(sys.modules))
    if heavy:
        raise RuntimeError(f"{', '.join(heavy)} came into this process, in which Streamlit is then slower")
