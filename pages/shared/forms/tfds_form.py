"""Choosing a data set of TensorFlow Datasets by its name, from the list of the installed package."""

import re

import streamlit as st

from nnviz import escaping, words
from nnviz.data.downloading import fetching, tfds_list
from nnviz.data.downloading.tfds_list import Listed
from pages.shared.session import state

SOURCE = "tfds"
_SHOWN = ("images", "texts", "tables", "series")
_NEWEST = "the newest"


def name(before: str) -> dict[str, str]:
    """Draws the list and what is known of the chosen one; {"name": the data set with its variant and its version}."""
    entries, here = tfds_list.data_sets(), fetching.prepared_names()
    base, variant, version = _parts(before)
    usable = [entry.name for entry in entries.values() if entry.kind in _SHOWN]
    rest = [entry.name for entry in entries.values() if entry.kind not in _SHOWN]
    chosen = st.selectbox(
        f"Data set, of {len(entries):,}",
        list(dict.fromkeys([base, *(one.split("/")[0] for one in here), *usable, *rest])),
        0,
        format_func=lambda one: _line(one, here),
        filter_mode="contains",
        key=state.key("data.tfds.name"),
        help="Type a part of a name. What lies prepared here comes first.",
    )
    entry = tfds_list.find(chosen)
    if chosen != base:
        variant, version = "", ""
    if entry is not None:
        _about(entry, here)
        variant, version = _variant(entry, variant, here), _version(entry, version)
    return {"name": chosen + (f"/{variant}" if variant else "") + (f":{version}" if version else "")}


def _parts(text: str) -> tuple[str, str, str]:
    """ "glue/cola:1.0.0" → (glue, cola, 1.0.0)."""
    match = re.fullmatch(r"([^/:]*)(?:/([^:]*))?(?::(.*))?", text)
    return tuple(part or "" for part in match.groups()) if match else (text, "", "")


def _variant(entry: Listed, before: str, here: tuple[str, ...]) -> str:
    if not entry.variants:
        return ""
    prepared = [one.split("/")[1] for one in here if one.startswith(f"{entry.name}/")]
    ready = f" Here lie prepared: {words.listed(prepared)}." if prepared else ""
    options = list(dict.fromkeys([*([before] if before else []), *prepared, *entry.variant_names]))
    chosen = st.selectbox(
        "Variant",
        options,
        options.index(before) if before else None,
        key=state.key(f"data.tfds.variant.{entry.name}"),
        placeholder=f"the first, {entry.variant_names[0]}" if entry.variant_names else "the first of them",
        accept_new_options=True,
        filter_mode="contains",
        help=f"It comes in variants; tensorflow.org/datasets tells of each.{ready}",
    )
    return (chosen or "").strip()


def _version(entry: Listed, before: str) -> str:
    if len(entry.versions) < 2:
        return before
    options = list(dict.fromkeys([_NEWEST, *([before] if before else []), *entry.versions]))
    place = options.index(before) if before else 0
    chosen = st.selectbox("Version", options, place, key=state.key(f"data.tfds.version.{entry.name}"))
    return "" if chosen == _NEWEST else chosen


def _line(one: str, here: tuple[str, ...]) -> str:
    """ "mnist · images · 11.6 MB · here"."""
    entry = tfds_list.find(one)
    parts = [one, entry.kind if entry else "", words.memory(entry.bytes) if entry and entry.bytes else ""]
    is_here = any(own.split("/")[0] == one for own in here)
    return " · ".join(part for part in (*parts, "here" if is_here else "") if part)


def _about(entry: Listed, here: tuple[str, ...]) -> None:
    said = [entry.about] if entry.about else []
    if entry.kind not in _SHOWN:
        said.append(f"It holds {entry.kind or 'examples'} that may have no input or target that nnviz reads.")
    if entry.name in here:
        said.append("It lies prepared here and needs no network.")
    if said:
        st.caption(escaping.markdown(" ".join(said)))
