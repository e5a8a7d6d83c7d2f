"""The examples that show a concept: chosen by class, by a column's condition, by a word, one by one, or uploaded."""

import base64
import re

import numpy as np
import streamlit as st

from nnviz import escaping, words
from nnviz.data.own import handmade
from nnviz.errors import NnvizError
from nnviz.explanation.concepts.records import Group
from nnviz.inspection.examples import Examples
from nnviz.runs.run import Run
from pages.shared import engine
from pages.shared.explain import collecting
from pages.shared.session import person_files, state

_MEGABYTES, _NUMBER, _MOST_FILES = 50, 500, 60


def choose(run: Run, key: str, held_out: Examples, position: int) -> Group | None:
    """Draws the controls; None with a sentence where they do not say a group yet."""
    ways = _ways(held_out)
    way = st.selectbox(
        "The concept is shown by", list(ways), format_func=lambda name: ways[name][0], key=state.key("concept.way"),
        persist_state="session",
    )  # fmt: skip
    return ways[way][1](run, key, held_out, position)


def _ways(held_out: Examples) -> dict:
    schema, ways = held_out.schema, {}
    if schema.is_table:
        ways["column"] = ("Rows with a condition", _column)
    if schema.kind == "tokens" and schema.token_names and not schema.is_table:
        ways["word"] = ("Texts with a word", _word)
    if schema.class_names:
        ways["class"] = ("The examples of a class", _class)
    ways["examples"] = ("Examples that I pick", _picked)
    if schema.can_be_drawn and not schema.further:
        ways["own"] = ("Images that I upload", _uploaded)
    return ways


def _class(run: Run, key: str, held_out: Examples, position: int) -> Group:
    names = held_out.schema.class_names
    place = st.selectbox("Class", range(len(names)), format_func=names.__getitem__, key=state.key("concept.class"))
    return Group("class", f"likeness to {names[place]}", place)


def _column(run: Run, key: str, held_out: Examples, position: int) -> Group | None:
    asked = run.reference, "train", 0
    row = engine.ask_once("what_if_row", *asked, key=f"{key}:{asked}", what="Fetching the columns")
    names = [column.name for column in row.columns]
    place = st.selectbox("Column", range(len(names)), format_func=names.__getitem__, key=state.key("concept.column"))
    column = row.columns[place]
    if column.categories:
        chosen = st.multiselect(
            "Is one of", range(len(column.categories)), [0], format_func=column.categories.__getitem__,
            key=state.key(f"concept.names.{place}"),
        )  # fmt: skip
        if not chosen:
            st.caption(":red[Choose at least one value.]")
            return None
        told = words.listed([column.categories[k] for k in chosen])
        return Group("name", f"{column.name} {told}", place, names=tuple(chosen))
    low, high = float(row.low[place]), float(row.high[place])
    if high <= low:
        st.caption(":red[This column is the same in every example. Choose another one.]")
        return None
    ends = st.slider(
        "Between",
        low,
        high,
        (low + 0.7 * (high - low), high),
        (high - low) / 100,
        key=state.key(f"concept.ends.{place}"),
    )
    unit = f" {column.unit}" if column.unit and column.unit not in column.name else ""
    title = f"{column.name} {words.plain(ends[0], 3)} to {words.plain(ends[1], 3)}{unit}"
    return Group("column", title, place, *map(float, ends))


def _word(run: Run, key: str, held_out: Examples, position: int) -> Group | None:
    typed = st.text_input(
        "Words, any of which will do", key=state.key("concept.word"), placeholder="good, great",
        help="Separated by commas. Texts of the training part that hold one of them show the concept.",
    )  # fmt: skip
    asked = tuple(dict.fromkeys(word.strip().lower() for word in typed.split(",") if word.strip()))
    known = {name.lower(): name for name in held_out.schema.token_names if name}
    strange = [word for word in asked if word not in known]
    if strange:
        st.caption(f":red[{escaping.markdown(words.few(strange, 3))}: not among the words that the network knows.]")
    chosen = tuple(known[word] for word in asked if word in known)
    if not chosen:
        if not strange:
            st.caption("Write a word or more.")
        return None
    return Group("word", f"the word{'s' * (len(chosen) > 1)} {words.listed(chosen)}", names=chosen)


def _picked(run: Run, key: str, held_out: Examples, position: int) -> Group | None:
    """Training examples by their numbers, as pages tell them; the one in hand is added with a click."""
    typed = st.text_area(
        "Training examples, by number", key=collecting.field(), height=80, placeholder="12, 57, 103, …",
        persist_state="session",
    )  # fmt: skip
    if held_out.split == "train":
        row = int(held_out.rows[position])
        st.button(
            f"Add example {row:,}", icon=":material/add:", key="concept-add", on_click=collecting.add, args=(row,)
        )
    st.caption("The views Alike and What it learnt this from collect them with a click.")
    parts = [part for part in re.split(r"[\s;]+|,(?!\d{3}\b)|,\s", typed or "") if part]
    numbers = [part.replace(",", "") for part in parts]
    wrong = [part for part in numbers if not part.isdecimal() or len(part) > 9]
    if wrong:
        st.caption(f":red[{escaping.markdown(wrong[0])} is not a number of an example. Expected whole numbers.]")
        return None
    if not numbers:
        st.caption("Write some numbers, at least five.")
        return None
    return Group("examples", "what your examples share", names=tuple(dict.fromkeys(map(int, numbers))))


def _uploaded(run: Run, key: str, held_out: Examples, position: int) -> Group | None:
    files = st.file_uploader(
        "Images", ["png", "jpg", "jpeg", "webp"], accept_multiple_files=True, key=state.key("concept.files"),
        help="At least five pictures that show what you mean. They are cut and resized as the data's images are.",
    )  # fmt: skip
    if not files:
        st.caption("Choose some pictures, at least five.")
        return None
    if len(files) > _MOST_FILES:
        st.caption(f":red[These are {len(files)} pictures. At most {_MOST_FILES} are taken.]")
    parts = []
    for file in files[:_MOST_FILES]:
        try:
            content = handmade.content_of({"picture": base64.b64encode(file.getvalue()).decode()})
            person_files.keep("examples", handmade.file_name(handmade.part_of(content)), content, _MEGABYTES, _NUMBER)
            engine.call_once("own_fits", run.reference, content, key=f"{key}:{handmade.part_of(content)}")
            parts.append(handmade.part_of(content))
        except NnvizError as error:
            st.caption(f":red[{escaping.markdown(file.name)}: {escaping.markdown(error)}]")
    return Group("own", "what your images share", names=tuple(dict.fromkeys(parts))) if parts else None


def of_interest(held_out: Examples, position: int) -> list[int]:
    """Classes or outputs whose answers are looked at, at first: the one predicted, and the next."""
    if not held_out.schema.class_names:
        return [0]
    numbers = held_out.meaning.by_class(held_out.predictions)[position]
    return np.argsort(-numbers, kind="stable")[:2].tolist()
