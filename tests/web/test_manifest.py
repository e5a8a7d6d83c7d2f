"""The browser modules reach the browser: Streamlit finds them, and they need nothing from outside."""

import posixpath
import re
import tomllib
from pathlib import Path

import pytest
from streamlit.components.v2.manifest_scanner import scan_component_manifests

from nnviz.views.web_modules import imports, modules, shared
from pages.shared.lessons.course import LESSONS

WEB = Path(__file__).parents[2] / "nnviz" / "web"
PICTURES = ("lessons/convolutions/images.js",)
"""Modules that paint a picture to look at with a network: its colours are data and mean nothing."""
FETCHING = (
    "train/example_images.js",
    "train/film.js",
    "train/live_feed.js",
    "train/so_far.js",
    "train/untrained.js",
    "build/edit_worker.js",
    "number/feed.js",
    "race/feed.js",
)
"""The modules that may ask the page's own server."""
IMPORT = re.compile(r"""^(?:import\s*|(?:import|export)\b[^;"'=(]*\bfrom\s*)["']([^"']+)["']""", re.M)
COLOURS = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")


def sources(*kinds: str) -> dict[str, str]:
    """Every file of these kinds in nnviz/web and the folders in it: its path there and its text; fails where there is
    none."""
    files = sorted(file for kind in kinds for file in WEB.rglob(f"*{kind}"))
    for kind in kinds:
        assert any(file.suffix == kind for file in files), (
            f"nnviz/web holds no {kind} file: these checks look at nothing"
        )
    return {file.relative_to(WEB).as_posix(): file.read_text() for file in files}


def test_streamlit_finds_the_component_of_the_installed_package():
    manifests = {manifest.name: (manifest, root) for manifest, root in scan_component_manifests()}
    manifest, root = manifests["nnviz"]
    components = {component.name: component for component in manifest.components}
    for name, component in components.items():
        assert component.resolve_asset_root(root).joinpath(f"{name}.js").is_file()
    assert "training" in components


def test_the_wheel_takes_the_modules_and_the_manifest_along():
    project = tomllib.loads((WEB.parents[1] / "pyproject.toml").read_text())
    assert {"web/**/*", "pyproject.toml"} <= set(project["tool"]["setuptools"]["package-data"]["nnviz"])
    assert any("streamlit" in need for need in project["project"]["optional-dependencies"]["app"])


@pytest.mark.parametrize("module", sources(".js"))
def test_a_module_imports_only_its_neighbours_and_asks_nothing_from_outside(module):
    text = (WEB / module).read_text()
    for address in IMPORT.findall(text):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(module), address))
        inside = address.startswith(("./", "../")) and not path.startswith("..")
        assert inside and (WEB / path).is_file(), f"{module} imports {address}"
    addresses = re.findall(r"https?://[^\s\"'`]+", text)
    assert set(addresses) <= {"http://www.w3.org/2000/svg"}, f"{module} names {addresses}"
    assert not re.search(r"\beval\(|new Function", text), module
    assert module in FETCHING or not re.search(r"\bfetch\(", text), f"{module} asks the server"


def test_the_modules_with_leave_to_fetch_or_to_paint_are_there():
    modules = sources(".js")
    for module in FETCHING:
        assert re.search(r"\bfetch\(", modules[module]), f"{module} asks nothing"
    for module in PICTURES:
        assert COLOURS.search(modules[module]), f"{module} paints nothing"


def test_modules_have_no_colours_of_their_own():
    for source, text in sources(".js", ".css").items():
        colours = COLOURS.findall(text)
        assert source in PICTURES or not colours, f"{source} names {colours}; colours belong in nnviz/plots/theme.py"


def test_no_line_needs_scrolling():
    for source, text in sources(".js", ".css").items():
        long = [number for number, line in enumerate(text.splitlines(), 1) if len(line) > 140]
        assert not long, f"{source}: lines {long} are over 140 characters"


def test_every_import_is_read():
    """As many imports as there are modules to import and more: a pattern that matches none would let everything
    pass."""
    assert sum(len(IMPORT.findall(text)) for text in sources(".js").values()) > 2 * len(sources(".js"))


@pytest.mark.parametrize("name", LESSONS)
def test_all_modules_of_a_picture_are_listed_for_the_browser_to_fetch_at_once(name):
    """What the modules name when they import is in the list, and each file of the list is named by one of them."""
    files = modules(name)
    named = {target for file in files for target in imports(file)}
    assert len(files) > 5 and named == set(files[1:])
    assert all((WEB / file).is_file() for file in files)


def test_what_all_lessons_need_is_listed_for_the_index_to_fetch_before_one_is_opened():
    """All that lesson.js imports, and of the pictures what several share; nothing that is one picture's own."""
    files = shared(tuple(LESSONS))
    assert {"lesson.js", "lesson/stage.js", "base/dom.js", "race/race.js"} <= set(files)
    assert not [file for file in files if file.startswith("lessons/")]
    assert {target for file in files for target in imports(file)} <= set(files) | set(modules("vanishing_gradients"))
    assert all((WEB / file).is_file() for file in files)
