"""The browser modules reach the browser: Streamlit finds them, and they need nothing from outside."""

import re
import tomllib
from pathlib import Path

from streamlit.components.v2.manifest_scanner import scan_component_manifests

PICTURES = ("conv_images.js",)
"""Modules that paint a picture to look at with a network: its colours are data and mean nothing."""
WEB = Path(__file__).parents[2] / "nnviz" / "web"


def test_streamlit_finds_the_component_of_the_installed_package():
    found = {manifest.name: (manifest, root) for manifest, root in scan_component_manifests()}
    manifest, root = found["nnviz"]
    components = {component.name: component for component in manifest.components}
    for name, component in components.items():
        assert component.resolve_asset_root(root).joinpath(f"{name}.js").is_file()
    assert "training" in components


def test_the_wheel_takes_the_modules_and_the_manifest_along():
    project = tomllib.loads((WEB.parents[1] / "pyproject.toml").read_text())
    assert {"web/**/*", "pyproject.toml"} <= set(project["tool"]["setuptools"]["package-data"]["nnviz"])
    assert any("streamlit" in need for need in project["project"]["optional-dependencies"]["app"])


def test_modules_import_only_their_neighbours_and_ask_nothing_from_outside():
    for module in WEB.glob("*.js"):
        text = module.read_text()
        for target in re.findall(r'from "([^"]+)"', text):
            assert target.startswith("./") and (WEB / target).is_file(), f"{module.name} imports {target}"
        addresses = re.findall(r"https?://[^\s\"'`]+", text)
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}, f"{module.name} names {addresses}"
        assert not re.search(r"\beval\(|new Function", text), module.name
        assert module.name in ("live_feed.js", "edit_worker.js") or not re.search(r"\bfetch\(", text), module.name


def test_modules_have_no_colours_of_their_own():
    for source in {*WEB.glob("*.js"), *WEB.glob("*.css")} - {WEB / name for name in PICTURES}:
        found = re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b", source.read_text())
        assert not found, f"{source.name} names {found}; colours belong in nnviz/plots/theme.py"
