"""How sure is it? The spread of a network's answers while its layers draw at random, beside the prediction."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.explanation.costs import counted
from nnviz.explanation.uncertainty_records import Uncertainty
from nnviz.inspection.examples import Examples
from nnviz.plots import uncertainty as plots
from pages.shared import cancelling, engine, frame
from pages.shared.explain import paces
from pages.shared.figures import lines, painting, views
from pages.shared.figures.changed_row import Tables

_PASSES, _MOST = 50, 6
_CONTRADICTING = 0.25
"""From this share of its doubt on, answers that contradict one another are told."""


def show(
    run_id: str, key: str, held_out: Examples, position: int, changed: dict | None = None, painted: bool = False
) -> None:
    """A folded panel: how far the answers spread, in a picture and a sentence.

    Args:
        changed: what was changed of the example, as `nnviz.explanation.changed.Changed`; nothing where it is empty.
        painted: whether a button is to ask it again, of what is painted by then.
    """
    split, index = held_out.split, int(held_out.indexes[position])
    asked = (run_id, split, index, changed or None, _PASSES)
    own = f"{key}:{asked}"
    with st.expander("How sure is it?", icon=":material/casino:"):
        if painted:
            st.button("Ask of the image as it is painted now", icon=":material/refresh:", key="how-sure-painted")
        price = paces.timed(counted(_PASSES, 0), run_id, key, held_out.schema.shapes)
        if engine.answered("uncertainty", own, *asked) is None and not price.is_small(held_out.schema.shapes):
            st.caption(
                f"{_PASSES} answers, each with other random draws: {price.words}. That may take several seconds."
            )
            if not st.button("Ask it again and again", icon=":material/play_arrow:", key="how-sure-go"):
                return
            cancelling.forget(True, "uncertainty", own)
        st.caption("Of the example as you changed it." if changed else "Of the example as it is in the data.")
        try:
            found = engine.ask_once("uncertainty", *asked, key=own, what=f"Asking {_PASSES} times")
        except NnvizError as error:
            st.caption(escaping.markdown(error))
            return
        _draw(found, held_out, own)
        lines.lines("nnviz.explanation.uncertainty_of_run", "uncertainty_of_run", asked, "uncertainty")


def of_painted(run_id: str, key: str, held_out: Examples, position: int, tables: Tables, name: str) -> None:
    """The same of an image that is painted on; a fragment, which follows the painting when it is asked again.

    Args:
        tables: what stands beside the first input, as the controls say.
        name: of the image that is painted on; "" for the first input.
    """
    asked = run_id, held_out.split, int(held_out.indexes[position])
    changed = painting.changed_by_now(asked, key, tables, name)
    show(run_id, key, held_out, position, changed, painted=True)


def _draw(found: Uncertainty, held_out: Examples, key: str) -> None:
    names, share = held_out.schema.answers, held_out.meaning.shown == "probability"
    plain, answers = found.plain[0], found.answers[:, 0]
    order = np.argsort(-found.mean[0], kind="stable")[:_MOST] if held_out.meaning.classes else np.arange(_MOST)
    order = order[order < len(plain)]
    st.markdown(escaping.markdown(_said(found, held_out)))
    views.figure(
        lambda: plots.spread(
            [names[k] for k in order],
            answers[:, order],
            plain[order],
            f"{len(answers)} answers, each with other random draws",
            frame.dark(),
            share,
        ),
        "how-sure",
        key,
        lambda: pd.DataFrame(answers, columns=list(names)),
    )
    st.caption(escaping.markdown(_doubt(found)))


def _said(found: Uncertainty, held_out: Examples) -> str:
    """ "46 of 50 answers say 3; its probability goes from 61 % to 99 %."."""
    answers, names, meaning = found.answers[:, 0], held_out.schema.answers, held_out.meaning
    best = int(found.plain[0].argmax()) if meaning.classes else 0
    low, high = (meaning.number(float(end)) for end in (answers[:, best].min(), answers[:, best].max()))
    spread = f"{meaning.shown} of {names[best]}" if meaning.classes else names[best]
    sentence = f"the {spread} goes from {low} to {high}."
    if found.agreeing is None:
        return sentence[0].upper() + sentence[1:]
    same = round(float(found.agreeing[0]) * len(answers))
    return f"{same} of {len(answers)} answers say {names[best]}; {sentence}"


def _doubt(found: Uncertainty) -> str:
    named = words.listed(list(found.layers[:3])) + (" and others" if len(found.layers) > 3 else "")
    how = f"These layers drew at random as in training, each answer anew: {named}."
    if found.entropy is None:
        return how
    doubt, between = float(found.entropy[0]), float(found.mutual_information[0])
    most = np.log2(found.plain.shape[1])
    told = f" Its doubt is {words.plain(doubt, 2)} of at most {words.plain(most, 2)} bits (entropy of their mean); "
    told += f"{words.plain(between, 2)} of them because its answers contradict one another (mutual information)"
    if doubt > 0.05 and between > _CONTRADICTING * doubt:
        return f"{how}{told}, which more examples of this kind would change."
    return f"{how}{told}."
