"""What if: a row changed by hand, an image painted on, a text rewritten; the prediction and its reasons follow."""

from functools import partial

import streamlit as st

from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.explain import how_sure
from pages.shared.figures import (
    changed_row,
    examples,
    flipped_row,
    flips,
    painting,
    pushed_shown,
    swapped,
    targets,
    written,
)  # fmt: skip

frame.page(
    "What if it were different?",
    "Change an example: the network's answer, and how much each part of it counts for that, follow.",
)
left, right = frame.columns()
run, key, held_out, position = examples.example_in(left, right)
try:
    with left, st.container(key="now-beside"):
        tables = changed_row.beside(run.reference, key, held_out, position)
except NnvizError as error:
    with right:
        engine.refusal(error, retry=True)
        st.stop()
with left, st.container(key="now-painted"):
    image = painting.choose(held_out)
asked = (run.reference, held_out.split, int(held_out.indexes[position]))
if image is not None:
    with left:
        target = targets.choose_followed(held_out, position)
    with right:
        try:
            painting.show(run.reference, key, held_out, position, target, tables, image)
            st.fragment(flips.of_painted)(asked, key, held_out, tables, image)
            pushed_shown.curve(run.reference, key, held_out)
            st.fragment(how_sure.of_painted)(run.reference, key, held_out, position, tables, image)
        except NnvizError as error:
            engine.refusal(error, retry=True)
    st.stop()
if held_out.schema.kind == "tokens" and held_out.schema.token_names and not held_out.schema.is_table:
    with left, st.container(key="now-values"):
        own, text = written.write(run.reference, held_out, position)
        target = targets.choose_followed(held_out, position)
    with right:
        try:
            written.show(run.reference, key, own, text, target, tables)
            changed = tables.as_changed(text=text) if text.split() != own.split() or tables.changed else {}
            swaps = partial(swapped.show, run.reference, key, held_out, position, text, tables.now)
            flips.show(asked, key, held_out, tables, changed, swaps)
            how_sure.show(run.reference, key, held_out, position, changed)
        except NnvizError as error:
            engine.refusal(error)
    st.stop()
with right:
    if held_out.schema.kind == "sequence":
        changed = tables.as_changed() if tables.changed else {}
        pushed_shown.series(key, held_out, position)
        flips.show(asked, key, held_out, tables, changed, lambda: pushed_shown.flip(asked, key, held_out, changed))
        pushed_shown.curve(run.reference, key, held_out)
        how_sure.show(run.reference, key, held_out, position, changed)
        st.stop()
    if not held_out.schema.is_table:
        changed_row.only_tables()
        st.stop()
    split, index = held_out.split, int(held_out.indexes[position])
    try:
        row = engine.ask_once(
            "what_if_row", run.reference, split, index, key=f"{key}:{split}:{index}", what="Fetching the row"
        )
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()
subject = f"{run.id}:{split}:{index}"
with left, st.container(key="now-values"):
    codes = changed_row.controls(row, subject)
    target = targets.choose_followed(held_out, position)
with right:
    try:
        changed_row.answers(run.reference, key, row, codes, target, tables)
        changed = tables.as_changed(codes=codes) if changed_row.differs(row, codes, tables) else {}
        how_sure.show(run.reference, key, held_out, position, changed)
        flip = partial(flipped_row.show, run.reference, key, held_out, row, codes, subject, tables.now)
        flips.show(asked, key, held_out, tables, changed, flip)
    except NnvizError as error:
        engine.refusal(error)
