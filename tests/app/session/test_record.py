"""What a session holds is in its record: nobody else keeps anything under a key of their own."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROOM = ROOT / "pages" / "shared" / "session"


def uses(path: Path) -> list[int]:
    """The lines of a file that name Streamlit's session state, however they come by it."""
    tree = ast.parse(path.read_text())
    named = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "session_state"]
    named += [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "session_state" for alias in node.names)
    ]
    named += [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value == "session_state"
    ]
    return sorted(named)


def trespasses(root: Path) -> list[str]:
    """Where anything but the session's own room uses session state."""
    room = root / "pages" / "shared" / "session"
    files = [root / "app.py", *sorted((root / "pages").rglob("*.py"))]
    return [
        f"{path.relative_to(root)}:{line}"
        for path in files
        if path.exists() and room not in path.parents
        for line in uses(path)
    ]


def test_session_state_is_used_in_its_room_alone():
    assert trespasses(ROOT) == []
    assert uses(ROOM / "record.py") and uses(ROOM / "widgets.py"), "the check sees uses where there are some"


@pytest.mark.parametrize(
    "line",
    [
        'st.session_state["answers"] = {}',
        "st.session_state.answers = {}",
        'kept = st.session_state.setdefault("answers", {})',
        "from streamlit import session_state",
        'getattr(st, "session_state")["answers"] = {}',
    ],
)
def test_a_key_of_ones_own_is_found(tmp_path, line):
    target = tmp_path / "pages" / "lab" / "bad.py"
    target.parent.mkdir(parents=True)
    target.write_text(f"import streamlit as st\n\n{line}\n")
    assert trespasses(tmp_path) == ["pages/lab/bad.py:3"]
