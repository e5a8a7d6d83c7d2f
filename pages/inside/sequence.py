"""Sequence: what a network that reads step by step attends to and remembers, on an example or one's own words."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.figures import examples, reading_shown, truths
from pages.shared.lessons import lesson

frame.page(
    "What does it read, and what does it remember?",
    "Attention: which words or steps each one looks at. Memory: what a recurrent layer keeps after each of them.",
)
left, right = frame.columns()
run, key, held_out, position = examples.example_in(left, right, reading_shown.must_read)
with left, st.container(key="now-read"):
    name = reading_shown.choose_input(held_out)
with right:
    truths.show(run, key, held_out, position)
    question = run.reference, held_out.split, int(held_out.indexes[position]), *(("", name) if name else ())
    try:
        reading = engine.ask_once("reading", *question, key=f"{key}:{question}", what="Reading step by step")
    except NnvizError as error:
        engine.refusal(error)
        st.stop()
    said = held_out.meaning.words(reading.prediction, held_out.schema.answers)
    st.markdown(f"The network's answer: **{escaping.markdown(said)}**")
    heads = run.reference, held_out.split
    reading_shown.draw(
        reading,
        f"{key}:{question}",
        lambda: engine.ask_once("heads_left_out", *heads, key=f"{key}:{heads}", what="Leaving each head out in turn"),
    )
with left, st.container(key="now-lessons"):
    if reading.states:
        lesson.door("recurrent_networks", "How recurrent networks remember")
    if reading.attention:
        lesson.door("attention", "How attention works")
