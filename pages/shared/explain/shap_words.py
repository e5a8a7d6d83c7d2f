"""What SHAP values say, in sentences."""

import numpy as np
import streamlit as st

from nnviz import escaping, words
from nnviz.explanation.shap_kept import Question
from nnviz.explanation.shap_records import ShapValues
from nnviz.inspection.examples import Examples
from pages.shared.figures import lines
from pages.shared.figures.targets import number_words, target_words

_FAR = 0.1
"""From this share of the difference on, values that do not add up are a warning."""


def said(shap: ShapValues, held_out: Examples) -> str:
    """ "The probability of malignant is 96 %; its mean over the comparison examples is 38 %."."""
    sentences = []
    for i in range(len(shap)):
        own = shap.target_of(i)
        number, mean = (number_words(float(array[i]), own, held_out) for array in (shap.output, shap.base))
        named = target_words(own, held_out)
        sentences.append(f"{named[0].upper()}{named[1:]} is {number}; its mean over the comparison examples is {mean}.")
    return " ".join(sentences)


def story(shap: ShapValues, held_out: Examples) -> str:
    """One prediction in plain words: where it begins, what moves it most, where it ends."""
    target = shap.target_of(0)
    named = escaping.markdown(target_words(target, held_out))
    begin, end = (escaping.markdown(number_words(float(one[0]), target, held_out)) for one in (shap.base, shap.output))
    sentence = f"For the comparison examples, {named} is **{begin}** on average. For this example it is **{end}**."
    labels = [escaping.markdown(label) for label in shap.labels(0)]
    verbs = zip(shap.extremes(0), ("raises", "lowers"), strict=True)
    told = words.listed([f"**{labels[k]}** {verb} it most" for k, verb in verbs if k is not None])
    return f"{sentence} {told}." if told else sentence


def quiet(shap: ShapValues, held_out: Examples) -> None:
    """What was compared with, and whether the values add up."""
    mean = ""
    if len(set(np.round(shap.base, 6))) == 1:
        where = "for it the number" if shap.background_size == 1 else "their mean"
        mean = f"; {where} is {number_words(float(shap.base[0]), shap.target_of(0), held_out)}"
    took = f"It took {words.plain(shap.seconds, 2)} s."
    st.caption(escaping.markdown(f"Compared with {shap.background}{mean}. {adding_up(shap)} {took}"))
    if shap.params.get("explainer") == "gradient":  # what its draws miss
        st.caption(escaping.markdown(shap.notes[-1]))
    if not np.all(np.isfinite(shap.output)):
        st.warning("The network's answer is not a finite number here, so there is nothing to share out. Look at its "
                   "training first.", icon=":material/warning:")  # fmt: skip
    with st.expander("Details"):
        for note in shap.notes:
            st.caption(escaping.markdown(note))


def adding_up(shap: ShapValues) -> str:
    """Whether the values add up, in a sentence."""
    worst = float(np.max(shap.relative_residual))
    if not np.isfinite(worst):
        return "Some of these numbers are not finite, so nothing adds up."
    if worst > _FAR:
        return f"The values miss the difference by up to {words.percent(worst)}: do not rely on them."
    return f"The values add up to the difference within {words.within(worst)}."


def code(run_id: str, question: Question, kind: str | None) -> None:
    """The lines of Python behind the values."""
    function, arguments = question.call(run_id)
    after = f'shap.figure("{kind}").show()\n' if kind else ""
    after += "explanation = shap.explanation()  # for the shap package's own functions"
    lines.lines("nnviz.explanation.shap_of_run", function, arguments, "shap", after)
