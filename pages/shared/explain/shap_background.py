"""One example compared with two backgrounds, beside each other: what moved."""

import streamlit as st

from nnviz import escaping
from nnviz.explanation.shap_records import ShapValues
from nnviz.explanation.target import Chosen
from nnviz.inspection.examples import Examples
from nnviz.plots import shap_groups
from pages.shared import frame
from pages.shared.explain import shap_asked, shap_later, shap_one, shap_words
from pages.shared.explain.shap_asked import Asked, Maps
from pages.shared.figures import views
from pages.shared.figures.targets import number_words, target_words, unit_words


def draw(run_id: str, key: str, held_out: Examples, position: int, target: Chosen | Maps, asked: Asked) -> None:
    """The controls of the second background, and both answers."""
    st.markdown(
        "SHAP values answer a question: why this, **and not what is usual?** The comparison examples say what is "
        "usual, so other ones give other values. Choose a second set and see what moves."
    )
    with st.container(width=420, key="shap-second"):
        second = shap_asked.choose_comparison(held_out, "shap.second", "zeros", "Beside it, compared with")
    if second is None:
        return
    target = Maps(target.classes[:1], target.against) if isinstance(target, Maps) else target
    both = []
    for name, comparison in (("first", asked.comparison), ("second", second)):
        own = Asked(asked.method, comparison, asked.settings)
        question = own.question(held_out, (position,), target)
        passes = own.cost(held_out, max(1, len(question.classes)))
        shap = shap_later.values(run_id, key, question, passes, held_out.schema.shapes, f"shap-{name}")
        if shap is None:
            return
        both.append(shap)
    called = (asked.comparison.words, second.words)
    st.markdown(_said(both, called, held_out))
    own = f"{key}:{position}:{target}:{asked}:{second}"
    if held_out.schema.kind == "vector" and not both[0].further:
        _columns(both, called, held_out, own)
    else:
        _pictures(both, called, held_out, position, own)
    for shap in both:
        shap_words.quiet(shap, held_out)


def _said(both: list[ShapValues], called: tuple[str, str], held_out: Examples) -> str:
    """Where each begins, and which column moved most."""
    target = both[0].target_of(0)
    first, second = (number_words(float(shap.base[0]), target, held_out) for shap in both)
    end = number_words(float(both[0].output[0]), target, held_out)
    sentence = (
        f"Compared with “{called[0]}”, {target_words(target, held_out)} begins at {first}; compared with "
        f"“{called[1]}”, at {second}. Both end at {end}."
    )
    if both[0].values.ndim == 2 and held_out.schema.kind == "vector":
        moved = both[0].moved_most(both[1])
        label = both[0].names[moved]
        sentence += f" What moves most is {label}."
    return escaping.markdown(sentence)


def _columns(both: list[ShapValues], called: tuple[str, str], held_out: Examples, key: str) -> None:
    labels = both[0].labels(0)
    options = {"unit": unit_words(both[0].target, held_out), "narrow": frame.narrow()}
    views.figure(
        lambda: shap_groups.moved(both[0].values[0], both[1].values[0], labels, called, frame.dark(), **options),
        "shap-moved",
        key,
        lambda: shap_one.table(both[0]).assign(**{f"SHAP value, {called[1]}": both[1].values[0]}),
    )


def _pictures(both: list[ShapValues], called: tuple[str, str], held_out: Examples, position: int, key: str) -> None:
    for place, (shap, name) in enumerate(zip(both, called, strict=True)):
        st.markdown(f"##### {escaping.markdown(name[0].upper() + name[1:])}")
        views.figure(
            lambda shap=shap: shap_one.picture(shap, held_out, position),
            f"shap-background-{place}",
            key,
            lambda shap=shap: shap_one.table(shap),
        )
