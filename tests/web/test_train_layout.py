"""The picture of training for the real topology of every template and every ready experiment: all of it fits, nothing
overlaps."""

import itertools

import pytest

from nnviz import gallery
from nnviz.data.catalog import known_schema
from nnviz.models.build import build
from nnviz.models.templates import TEMPLATES
from nnviz.specs import DataSpec
from nnviz.training import topology
from tests.browser_twins import in_browser

_DATA = ("spirals", "digits", "diabetes", "redrawn_digits")
_SPACES = [{"width": width, "height": height} for width, height in ((880, 560), (545, 380), (350, 330))]
_LAID_OUT = """([graph, space]) => {
  const layout = layoutNetwork(graph, space);
  return {...layout, heads: layout.columns.map((at) => headBox(at, layout))};
}"""


def _models():
    for name, experiment in ((name, gallery.ready(name)) for name in gallery.READY):
        yield name, known_schema(experiment.data), experiment.model
    for name, template in TEMPLATES.items():
        source = next((one for one in _DATA if template.applies(known_schema(DataSpec(source=one)))), None)
        if name != "suggested" and source is not None:
            schema = known_schema(DataSpec(source=source))
            yield f"{name} on {source}", schema, template.make(schema)


def _graph(schema, model) -> dict:
    columns = topology.columns(build(model, schema, 0))
    described = [topology.describe(column) for column in columns]
    if described[-1]["total"] == len(schema.class_names):
        described[-1]["labels"] = list(schema.class_names)
    links = [{"source": source, "target": target} for target, one in enumerate(columns) for source, _ in one.feeds]
    return {"columns": described, "links": links}


@pytest.fixture(scope="module")
def graphs() -> dict[str, dict]:
    return {name: _graph(schema, model) for name, schema, model in _models()}


@pytest.fixture(scope="module")
def layouts(graphs) -> list[tuple]:
    cases = [(name, graph, space) for name, graph in graphs.items() for space in _SPACES]
    answers = in_browser(
        {"train/layout.js": "layoutNetwork, headBox"}, _LAID_OUT, [[graph, space] for _, graph, space in cases]
    )
    return [
        (f"{name} in {space['width']}", graph, space, answer)
        for (name, graph, space), answer in zip(cases, answers, strict=True)
    ]


def test_every_column_is_inside_and_none_touches_another(layouts):
    for name, _, space, layout in layouts:
        assert layout["width"] == space["width"] and layout["height"] <= space["height"] + 1, name
        boxes = [(one["left"], one["top"], one["right"], one["bottom"]) for one in layout["columns"]]
        for left, top, right, bottom in boxes:
            assert left >= 0 and top >= 0 and right <= layout["width"] and bottom <= layout["height"], name
        for first, second in itertools.combinations(boxes, 2):
            assert not _overlap(first, second), name


def test_no_two_headings_overlap(layouts):
    for name, _, _, layout in layouts:
        heads = [(box, column["head"]) for box, column in zip(layout["heads"], layout["columns"], strict=True)]
        flat = [
            (box["left"], box["top"], box["left"] + box["width"], box["top"] + box["height"])
            for box, form in heads
            if form != "slanted"
        ]
        for first, second in itertools.combinations(flat, 2):
            assert not _overlap(first, second), name
        if any(form == "slanted" for _, form in heads):
            assert layout["pitch"] * 0.71 >= 16, f"{name}: slanted lines of text, 46 degrees, would touch"


def test_class_names_have_room_beside_the_outputs(layouts):
    for name, graph, space, layout in layouts:
        labels = graph["columns"][-1]["labels"]
        if labels:
            room = space["width"] - layout["columns"][-1]["right"]
            assert room >= min(7 * max(map(len, labels)), 60), name


def test_branches_have_lanes_and_skips_have_arcs(layouts):
    drawn = {name: (graph, layout) for name, graph, _, layout in layouts}
    graph, layout = drawn["inception on digits in 545"]
    merge = next(i for i, column in enumerate(graph["columns"]) if column.get("merges"))
    sources = [link["source"] for link in graph["links"] if link["target"] == merge]
    assert len(sources) == 4 and len({layout["columns"][source]["lane"] for source in sources}) == 4
    for name in ("resnet on digits in 545", "transformer on digits in 545"):
        graph, layout = drawn[name]
        assert any(way["form"] == "arc" for way in layout["ways"]), name


def _overlap(first, second) -> bool:
    return (
        min(first[2], second[2]) - max(first[0], second[0]) > 0.01
        and min(first[3], second[3]) - max(first[1], second[1]) > 0.01
    )
