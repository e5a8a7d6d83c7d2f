"""Labels that were found suspect, on the page: how many, the first of them, all as a table, and what can be done."""

import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.data.profiling.found import Mend
from nnviz.evaluation.label_records import LabelSuspects, Suspect
from pages.shared.data import mending
from pages.shared.figures import doors, tables, views
from pages.shared.session import state, widgets

_SHOWN, _LETTERS, _CELLS = 8, 200, 6


def told(found: LabelSuspects) -> None:
    count, seen = len(found.suspects), "answers" if found.schema.has_labels else "examples"
    if found.joint is None:
        st.markdown(
            f"**{count:,} of {_judged(found):,} targets** lie far from what networks say that never saw them: by 3.5 "
            f"times the usual miss or more. These networks explain {words.percent(max(0.0, found.right))} of how the "
            f"target{'s vary, on average' if found.schema.outputs > 1 else ' varies'}."
        )
        return
    st.markdown(
        f"**{count:,} of {_judged(found):,} labels are suspect.** About {words.percent(found.wrong)} of all labels are "
        f"estimated to be wrong. The networks are right for {words.percent(found.right)} of the {seen} that they had "
        "not seen" + (": too few to trust them much." if found.right < 0.7 else ".")
    )


def _judged(found: LabelSuspects) -> int:
    """How many labels or targets were looked at: of each example one, or several."""
    return found.size * (1 if found.schema.has_classes else found.schema.outputs)


def first(found: LabelSuspects) -> None:
    """The most suspicious ones, each with the way to what its network makes of it."""
    with st.container(key="suspects"):
        for place, own in enumerate(found.suspects[:_SHOWN]):
            picture, sentence, doors = st.columns([1, 3, 3], vertical_alignment="center")
            if found.pictures is not None:
                picture.image(found.pictures[place].squeeze(), width=56)
            else:
                picture.markdown(f":gray[Example {own.row:,}]")
            sentence.markdown(_sentence(found, own, place))
            with doors.container(horizontal=True, gap="small"):
                _doors(own, place)


def _sentence(found: LabelSuspects, own: Suspect, place: int) -> str:
    label, instead = (escaping.markdown(found.words(value)) for value in (own.label, own.instead))
    if found.joint is None:
        said = f"is **{label}**, predicted **{instead}** :gray[({words.plain(own.other, 2)} times the usual miss)]"
        said = f"{escaping.markdown(own.answer)} {said}" if own.answer else said
    else:
        said = f"{escaping.markdown(own.answer)}: " if own.answer else ""
        said += f"labelled **{label}**, taken for **{instead}** :gray[({words.percent(own.other)}, "
        said += f"against {words.percent(own.given)} for its label)]"
    if place < len(found.texts):
        said = f"“{escaping.markdown(found.texts[place][:_LETTERS])}”  \n{said}"
    if place < len(found.cells):
        cells = list(found.cells[place].items())
        shown = ", ".join(f"{escaping.markdown(name)} {escaping.markdown(value)}" for name, value in cells[:_CELLS])
        said += f"  \n:small[:gray[{shown}{' …' if len(cells) > _CELLS else ''}]]"
    return said


def _doors(own: Suspect, place: int) -> None:
    """The way to the pages that look into one example, with the network that did not learn from it."""
    # The open tab's name in the address is not to be cleared.
    doors.buttons("validation", own.position, f"suspect-{place}", own.run, query_params={})


def table(found: LabelSuspects, key: str) -> None:
    """All of them as a table in which some can be chosen, and what can be done about them."""
    if not found.suspects:
        return
    widget = f"suspects-table:{key}"
    rows = widgets.value(widget, {}).get("selection", {}).get("rows", [])
    chosen = [found.suspects[int(k)].row for k in rows if int(k) < len(found.suspects)]
    with st.container(horizontal=True, gap="small"):
        if chosen:
            _leave_out(chosen, f"Leave out the {len(chosen):,} chosen", "suspects-chosen")
        _leave_out([own.row for own in found.suspects], f"Leave out all {len(found.suspects):,}", "suspects-all")
    with st.expander("All of them as a table, to choose from"):
        table = _frame(found)
        tables.shown(table, hide_index=True, height=300, key=widget, on_select="rerun", selection_mode="multi-row")
        st.download_button("CSV", lambda: views.csv(table), "nnviz-label-suspects.csv", "text/csv",
                           icon=":material/download:", type="tertiary", on_click="ignore")  # fmt: skip


def _leave_out(rows: list[int], title: str, key: str) -> None:
    """The button that leaves examples out of the data in hand."""
    together = tuple(sorted({*state.experiment().data.left_out, *rows}))
    done = f"{len(rows):,} example{'s' * (len(rows) > 1)} {'are' if len(rows) > 1 else 'is'} left out now."
    mending.button(Mend(title, done, fields={"left_out": together}), key)


def _frame(found: LabelSuspects) -> pd.DataFrame:
    rows = []
    for place, own in enumerate(found.suspects):
        row = {"example": own.row, **({"of": own.answer} if own.answer else {}), "label": found.words(own.label)}
        if found.joint is None:
            row |= {"predicted": found.words(own.instead), "times the usual miss": round(own.other, 1)}
        else:
            row |= {"taken for": found.words(own.instead), "share": own.other, "share of its label": own.given}
        if place < len(found.texts):
            row["text"] = found.texts[place]
        rows.append(row | (found.cells[place] if place < len(found.cells) else {}))
    return pd.DataFrame(rows)
