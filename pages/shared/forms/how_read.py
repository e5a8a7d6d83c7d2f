"""How a person's own file was read: each guess in a field, to be corrected."""

import streamlit as st

from nnviz.data.catalog import Source
from nnviz.data.column import Column
from nnviz.data.own.reading import Guess, HowRead
from nnviz.errors import NnvizError
from nnviz.params import Param
from nnviz.specs import DataSpec
from pages.shared import engine
from pages.shared.session import state, widgets

_TASKS = {"category": "classes", "number": "a number"}
_ROWS = {"own_table": "rows", "own_texts": "lines"}
"""What the examples of a file are."""
_HEADERS = {"names": "column names", "values": "an example"}


def settings(source: Source, own: dict[str, str], before: DataSpec) -> dict[str, str]:
    """The settings of how the file is read that differ from a guess, as this session's fields say them."""
    held = before.settings if _same(own, before) else {}
    values = {name: widgets.value(_key(own, name), held.get(name, _unset(source, name))) for name in source.reading}
    return {name: value for name, value in values.items() if value != _unset(source, name)}


def draw(source: Source, own: dict[str, str], spec: DataSpec) -> tuple[DataSpec, tuple[Column, ...]]:
    """Draws what is predicted and, folded, how the file is read; the specification with the columns'
    corrections, and the columns."""
    seen = _seen(spec)
    if seen.columns:
        spec = _predicted(own, spec, seen)
    params = [param for param in source.params if param.name in source.reading]
    guesses = {guess.name: guess for guess in seen.guesses}
    if not guesses:
        return spec, seen.columns
    with st.expander("How it was read", expanded=not seen.rows):
        for param in params:
            if param.name in guesses:
                _field(param, guesses[param.name], own, spec)
        if seen.rows:
            columns = f", {len(seen.columns):,} columns" if seen.columns else ""
            st.caption(f"{seen.rows:,} {_ROWS.get(source.name, 'examples')}{columns}")
    return spec, seen.columns


def _seen(spec: DataSpec) -> HowRead:
    try:
        return engine.ask_once("data_reading", spec, key=spec.to_json(), what="Looking at the file")
    except NnvizError:
        return HowRead(())  # the sentence stands where the data are shown


def _field(param: Param, guess: Guess, own: dict[str, str], spec: DataSpec) -> None:
    unset = param.default
    chosen = spec.settings.get(param.name, unset)
    options = [unset, *guess.choices]
    words = "guess it" if chosen != unset else f"{_words(guess.value)} (guessed)"
    st.selectbox(
        param.title,
        options,
        options.index(chosen) if chosen in options else 0,
        key=_key(own, param.name),
        format_func=lambda option: words if option == unset else _words(option),
        help=param.help,
    )


def _words(value: str) -> str:
    return _HEADERS.get(value, value)


def _predicted(own: dict[str, str], spec: DataSpec, seen: HowRead) -> DataSpec:
    """Which column is predicted and as what; both are corrections of columns, which Understand shows as well."""
    kinds = {column.name: column.kind for column in seen.columns}
    names = list(kinds)
    several = len(seen.targets) > 1
    target = seen.targets[0] if len(seen.targets) == 1 else None
    columns = {name: choice for name, choice in spec.columns.items() if name in kinds}
    guessed = not any(choice.get("role") == "target" for choice in columns.values())
    key = _key(own, f"target.{'|'.join(seen.targets)}")
    chosen = st.selectbox(
        "Predict",
        names,
        names.index(target) if target else None,
        key=key,
        placeholder=f"{len(seen.targets)} columns" if several else "Choose a column",
        help="The column that the network learns to predict"
        + (", guessed from its name and place." if guessed else ".")
        + " The others are its inputs; Understand shows what each is.",
    )
    if chosen is not None and chosen != target:
        columns = _retargeted(columns, seen.targets, chosen)
    elif target is not None:
        columns = _as_what(own, columns, target, kinds[target])
    return spec.replace(columns=columns)


def _retargeted(columns: dict, before: tuple[str, ...], target: str) -> dict:
    """Corrections that make one column the only target."""
    columns = {name: dict(choice) for name, choice in columns.items()}
    for name in before:
        columns.setdefault(name, {})["role"] = "input"
    columns.setdefault(target, {})["role"] = "target"
    return columns


def _as_what(own: dict[str, str], columns: dict, target: str, kind: str) -> dict:
    if kind not in _TASKS:
        return columns
    chosen = st.segmented_control(
        "As", list(_TASKS), default=kind, required=True, key=_key(own, f"task.{target}.{kind}"), format_func=_TASKS.get
    )
    if chosen in (None, kind):
        return columns
    return {**columns, target: {**columns.get(target, {}), "kind": chosen}}


def _same(own: dict[str, str], before: DataSpec) -> bool:
    return own.get("file") == before.settings.get("file")


def _unset(source: Source, name: str) -> str:
    return next(param.default for param in source.params if param.name == name)


def _key(own: dict[str, str], name: str) -> str:
    return state.key(f"data.read.{own['file'][:16]}.{name}")
