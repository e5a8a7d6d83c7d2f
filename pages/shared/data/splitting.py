"""What decides who is held out: chance, or a column that says groups, time, or the part itself."""

import streamlit as st

from nnviz.data.catalog import SOURCES
from nnviz.data.column import ROLES, Column
from nnviz.data.records import DataSummary
from nnviz.specs import DataSpec
from pages.shared.session import state

_WAYS = {"": "by chance", "group": "by group", "time": "by time", "split": "as a column says"}
_KINDS = {"time": ("number", "date", "identifier")}


def draw(spec: DataSpec, summary: DataSummary) -> DataSpec | None:
    """The choice, for tables whose columns a person may correct; the specification where it was changed, else None."""
    if not SOURCES[spec.source].columns:
        return None
    columns = summary.schema.columns
    before = next((column for column in columns if column.role in _WAYS), None)
    with st.container(key="step-split"):
        left, right = st.columns([1, 1.6], gap="medium")
        with left:
            role = st.selectbox(
                "Held out",
                list(_WAYS),
                list(_WAYS).index(before.role if before else ""),
                format_func=_WAYS.get,
                key=state.key("steps.split"),
                help="By chance, classes keep their shares: too kind where new patients or later days will come.",
            )
        with right:
            name = _column(role, columns, before) if role else None
    if role and name is None:
        return None
    changed = _with_role(spec, before, name, role)
    return changed if changed != spec else None


def _column(role: str, columns: tuple[Column, ...], before: Column | None) -> str | None:
    possible = [own.name for own in columns if own.role != "target" and own.kind in _KINDS.get(role, (own.kind,))]
    chosen = before.name if before and before.role == role and before.name in possible else None
    name = st.selectbox(
        "Column",
        possible,
        possible.index(chosen) if chosen else None,
        key=state.key(f"steps.split.{role}"),
        placeholder="Choose the column",
        width=300,
    )
    st.caption(f"{ROLES[role].capitalize()}. The network is not given it.")
    return name


def _with_role(spec: DataSpec, before: Column | None, name: str | None, role: str) -> DataSpec:
    columns = {column: dict(choice) for column, choice in spec.columns.items()}
    if before is not None and before.name != name:
        columns.get(before.name, {}).pop("role", None)
    if name is not None:
        columns.setdefault(name, {})["role"] = role
    return spec.replace(columns={column: choice for column, choice in columns.items() if choice})
