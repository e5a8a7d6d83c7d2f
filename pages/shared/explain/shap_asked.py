"""What SHAP values are asked for: of which number, by which method, compared with which examples."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.explanation.background import numbered
from nnviz.explanation.catalog import METHODS, cost
from nnviz.explanation.shap_kept import Question
from nnviz.explanation.target import Chosen
from nnviz.inspection.examples import Examples
from pages.shared.figures import targets
from pages.shared.forms import fields
from pages.shared.session import selection, state, widgets

_METHODS = (
    *("expected_gradients", "kernel_shap", "partition_shap", "permutation_shap", "exact_shapley", "sampling_shap"),
    *("deep_shap", "shap_library"),
)
_NAMES = {
    "sample": "Drawn at random",
    "stratified": "Every class with its share",
    "kmeans": "One of each group (k-means)",
    "class": "Only one class",
    "own": "Rows that I name",
    "zeros": "One of zeros",
}
_ABOUT = {
    "sample": "The values say what makes this example different from a usual one.",
    "stratified": "As at random, but no class is missing by chance, also where there are few examples.",
    "kmeans": "The middle of each group of alike examples: few rows that stand for all of them.",
    "class": "The values say what makes this example different from that class alone.",
    "own": "The values say what makes this example different from just these rows.",
    "zeros": "One made-up example of zeros, as the network sees them.",
}
_ZEROS = {
    "vector": "One made-up example: of a scaled table that is the mean of every column.",
    "image": "One made-up example: an image that is black or grey all over.",
    "tokens": "One made-up example: an empty text.",
    "sequence": "One made-up example: a sequence that never moves.",
}
_ROWS = {"vector": 50}
_MOST_CLASSES = 10
_TAKEN = ("background_rows",)
"""Settings that the choice of what is compared with makes."""


@dataclass(frozen=True)
class Comparison:
    """What examples are compared with.

    Attributes:
        choice, rows, own: as in `nnviz.explanation.background.choose`.
        words: in short, for a legend.
    """

    choice: str
    rows: int
    own: tuple[int, ...] = ()
    words: str = ""

    @property
    def count(self) -> int:
        """How many rows, about."""
        return 1 if self.choice == "zeros" else len(self.own) if self.choice == "own" else self.rows


@dataclass(frozen=True)
class Asked:
    """By which method, with which settings, and compared with what."""

    method: str
    comparison: Comparison
    settings: dict = field(default_factory=dict)

    def question(self, held_out: Examples, positions: Sequence[int], target: "Chosen | Maps") -> Question:
        """What is asked of some examples; of several classes of an image, of the first one."""
        indexes = tuple(int(held_out.indexes[k]) for k in positions)
        own = self.comparison
        how = {"method": self.method, "choice": own.choice, "rows": own.rows, "own": own.own, "settings": self.settings}
        if isinstance(target, Maps):
            return Question(held_out.split, indexes, None, target.classes, target.against, **how)
        return Question(held_out.split, indexes, target, **how)

    def cost(self, held_out: Examples, examples: int):
        rows = {"background_rows": self.comparison.count}
        return cost(self.method, examples, held_out.schema.shapes, **{**self.settings, **rows})


@dataclass(frozen=True)
class Maps:
    """The classes of an image whose maps are drawn side by side, and the class that they are compared with."""

    classes: tuple[int, ...]
    against: int | None

    @property
    def first(self) -> Chosen:
        """The first of them, as one target."""
        return self.classes[0] if self.against is None else (self.classes[0], self.against)


def choose_target(held_out: Examples, position: int) -> Chosen | Maps:
    """What is explained: for images some classes, at first the three likeliest; one number otherwise."""
    names = held_out.schema.class_names
    if held_out.schema.kind != "image" or not names:
        return targets.choose_target(held_out, position)
    likely = np.argsort(-held_out.meaning.by_class(held_out.predictions)[position], kind="stable")
    first = selection.target(len(names))
    likely = likely if first is None else np.array([first, *likely[likely != first]])
    key = state.key(f"shap.classes.{position}.{first}")
    if widgets.value(key) is None:
        widgets.put(key, [int(k) for k in likely[:3]])
    chosen = st.multiselect(
        "Labels" if held_out.schema.has_labels else "Classes",
        range(len(names)),
        format_func=names.__getitem__,
        max_selections=_MOST_CLASSES,
        key=key,
        help=f"Each gets a picture of its own, up to {_MOST_CLASSES} at once.",
    )
    all_of_them = [int(k) for k in likely[:_MOST_CLASSES]]
    if len(chosen) < len(all_of_them):
        label = "All classes" if len(names) <= _MOST_CLASSES else f"The {_MOST_CLASSES} likeliest"
        st.button(label, type="tertiary", key="shap-all-classes", on_click=widgets.put, args=(key, all_of_them))
    classes = tuple(chosen) or (int(likely[0]),)
    others = [k for k in range(len(names)) if (k,) != classes]
    against = targets.rather_than(others, names.__getitem__, f"shap.{position}")
    return Maps(tuple(k for k in classes if k != against) or classes, against)


def choose(held_out: Examples) -> Asked | None:
    """Draws the controls of what is compared with and of the method; None where what was typed cannot be."""
    comparison = choose_comparison(held_out, "shap")
    method, settings = _choose_method(held_out)
    return None if comparison is None else Asked(method, comparison, settings)


def choose_comparison(held_out: Examples, name: str, first: str = "sample", label: str = "") -> Comparison | None:
    """Draws the controls of what is compared with.

    Args:
        name: of the controls.
        first: the choice at the beginning.
    """
    schema = held_out.schema
    offered = [choice for choice in _NAMES if choice != "class" or (schema.class_names and not schema.has_labels)]
    offered = [choice for choice in offered if choice != "stratified" or not schema.reconstructs]
    called = dict(_NAMES) if schema.class_names else _NAMES | {"stratified": "Every range of answers with its share"}
    choice = st.selectbox(
        label or "Compared with training examples",
        offered,
        offered.index(first),
        format_func=called.get,
        key=state.key(f"{name}.choice"),
        persist_state="session",
        help="The values say how the prediction moves away from the mean prediction of these examples.",
    )
    own: tuple[int, ...] = ()
    if choice == "class":
        own = (
            st.selectbox(
                "Which class", range(len(schema.class_names)), format_func=schema.class_names.__getitem__,
                key=state.key(f"{name}.class"), persist_state="session",
            ),
        )  # fmt: skip
    if choice == "own":
        named = _named_rows(name)
        if named is None:
            return None
        own = named
    rows = 1
    if choice not in ("zeros", "own"):
        first_rows = _ROWS.get(schema.kind, 20)
        rows = st.slider("How many", 5, 200, first_rows, 5, key=state.key(f"{name}.rows"), persist_state="session")
    st.caption(_ZEROS[schema.kind] if choice == "zeros" else _ABOUT[choice])
    words = {
        "class": f"only {schema.class_names[own[0]]}" if choice == "class" else "",
        "own": f"{len(own):,} own rows",
    }
    return Comparison(choice, rows, own, words.get(choice, called[choice][0].lower() + called[choice][1:]))


def _named_rows(name: str) -> tuple[int, ...] | None:
    """The rows of the data that somebody typed; None, with a sentence, where that names none."""
    typed = st.text_input(
        "Rows of the data",
        key=state.key(f"{name}.own"),
        persist_state="session",
        placeholder="3, 7, 20-25",
        help="The number of a row stands beside each example, and in the table on the Data page.",
    )
    if not typed.strip():
        st.caption("Name rows of the training part, such as 3, 7, 20-25.")
        return None
    try:
        return numbered(typed)
    except NnvizError as error:
        fields.wrong(error)
        return None


def _choose_method(held_out: Examples) -> tuple[str, dict]:
    """The method with its settings, folded away: the first one suits nearly always."""
    fitting = [name for name in _METHODS if held_out.schema.kind in METHODS[name].kinds]
    with st.expander("Method"):
        method = st.selectbox(
            "Method",
            fitting,
            format_func=lambda name: METHODS[name].title,
            key=state.key("shap.method"),
            persist_state="session",
            label_visibility="collapsed",
        )
        entry = METHODS[method]
        st.caption(f"{entry.help} {entry.guarantee}")
        params = [param for param in entry.params if param.name not in _TAKEN]
        settings = fields.form(params, {}, f"shap.{method}")
        if entry.misleads:
            st.caption(f"When it misleads: {entry.misleads}")
        st.caption(escaping.markdown(entry.reference))
    return method, settings
