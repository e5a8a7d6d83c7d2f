"""Sequence: what a network that reads step by step attends to and remembers, on an example or one's own words."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.figures import examples, reading_shown, truths
from pages.shared.session import state

frame.page(
    "What does it read, and what does it remember?",
    "Attention: which words or steps each one looks at. Memory: what a recurrent layer keeps after each of them.",
)
left, right = frame.columns()
run, key, held_out, position = examples.example_in(left, right, reading_shown.must_read)
text = ""
if held_out.schema.kind == "tokens":
    with left:
        text = st.text_area(
            "Or your own words",
            key=state.key(f"sequence.text.{run.id}"),
            placeholder=held_out.text(position)[:80],
            max_chars=2_000,
            help="Read in place of the example. Words that the training texts do not hold are read as unknown.",
        )
with right:
    if not text:
        truths.show(run, key, held_out, position)
    question = run.reference, held_out.split, int(held_out.indexes[position]), text
    try:
        reading = engine.ask_once("reading", *question, key=f"{key}:{question}", what="Reading step by step")
    except NnvizError as error:
        engine.refusal(error)
        st.stop()
    said = held_out.meaning.words(reading.prediction, held_out.schema.answers)
    st.markdown(f"The network's answer: **{escaping.markdown(said)}**")
    reading_shown.draw(reading, f"{key}:{question}")
