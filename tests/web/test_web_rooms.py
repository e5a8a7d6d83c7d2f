"""Who may import whom among the browser modules; the same table stands in nnviz/web/README.md."""

from pathlib import Path

import pytest

from nnviz.views.web_modules import imports

WEB = Path(__file__).parents[2] / "nnviz" / "web"
ALLOWED = {
    "training.js": {"train", "base"},
    "architecture.js": {"build", "base"},
    "hero.js": {"hero", "base"},
    "generate.js": {"generate", "base"},
    "space.js": {"inspect", "base"},
    "units.js": {"inspect", "base"},
    "layers.js": {"inspect", "base"},
    "number.js": {"number", "base"},
    "paint.js": {"images", "base"},
    "study.js": {"race", "base"},
    "draw.js": {"draw", "base"},
    "augment.js": {"augment", "base"},
    "own.js": {"own", "base"},
    "collect.js": {"collect", "base"},
    "threshold.js": {"threshold", "base"},
    "lesson.js": {"lesson", "base"},
    "course.js": {"course", "base"},
    "viewport.js": set(),
    "kept.js": set(),
    "base": set(),
    "images": {"base"},
    "train": {"base"},
    "build": {"base"},
    "hero": {"base"},
    "draw": {"base"},
    "augment": {"base"},
    "own": {"base"},
    "collect": {"base"},
    "threshold": {"base"},
    "course": {"base"},
    "generate": {"base"},
    "inspect": {"base"},
    "number": {"base"},
    "lesson": {"base"},
    "race": {"base", "train"},
    "lessons/<name>": {"base", "lesson", "race"},
}
"""Room, or module at the top → the rooms that it may import besides itself."""


def room(module: str) -> str:
    """The room of a module named by its path in nnviz/web; a lesson's is lessons/<its own name>."""
    parts = module.split("/")
    if parts[0] == "lessons":
        return "/".join(parts[:2])
    return parts[0]


def allowed(importer: str) -> set[str]:
    own = room(importer)
    return {own} | ALLOWED["lessons/<name>" if own.startswith("lessons/") else own]


def strays(graph: dict[str, tuple[str, ...]]) -> list[str]:
    """Of module → what it imports: the imports that no room allows."""
    return [
        f"{module} imports {target}"
        for module, targets in graph.items()
        for target in targets
        if room(target) not in allowed(module)
    ]


def web_graph() -> dict[str, tuple[str, ...]]:
    modules = [file.relative_to(WEB).as_posix() for file in sorted(WEB.rglob("*.js"))]
    return {module: imports(module) for module in modules}


def test_every_module_imports_only_the_rooms_that_its_own_may():
    graph = web_graph()
    lessons = {room(module) for module in graph if room(module).startswith("lessons/")}
    assert len(lessons) >= 4 and sum(len(targets) for targets in graph.values()) > 2 * len(graph)
    assert not strays(graph)


@pytest.mark.parametrize(
    "module, target",
    [
        ("lessons/neuron/picture.js", "lessons/convolutions/images.js"),
        ("lessons/neuron/picture.js", "train/chart.js"),
        ("lesson/stage.js", "lessons/neuron/picture.js"),
        ("base/dom.js", "lesson/hub.js"),
        ("build/view.js", "train/chart.js"),
        ("training.js", "build/view.js"),
    ],
)
def test_an_import_across_rooms_is_found(module, target):
    graph = web_graph()
    assert strays({**graph, module: (*graph[module], target)}) == [f"{module} imports {target}"]
