"""One step of the pipeline: its switch, its settings, folded, and the column that is looked at before and after."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz import escaping, words
from nnviz.data.preparing import step_edits
from nnviz.data.preparing.step_catalog import STEPS
from nnviz.data.preparing.step_records import Prepared, Spread, StepEffect
from nnviz.data.preparing.steps import title_of
from nnviz.plots import small
from nnviz.specs import DataSpec, StepSpec
from pages.shared.data import step_study
from pages.shared.forms import fields
from pages.shared.session import state

Steps = tuple[StepSpec, ...]

_STYLE = """
[class*="st-key-step-"] { border-left: 2px solid var(--nn-grid); padding: .35rem 0 .9rem 1rem; position: relative; }
[class*="st-key-step-"]::before { content: ""; position: absolute; left: -6px; top: .95rem; width: 10px; height: 10px;
  border-radius: 50%; background: var(--nn-accent); }
[class*="st-key-step-off-"]::before, 
:is(.st-key-step-balance, .st-key-step-split, .st-key-step-target)::before { background: var(--nn-background);
  border: 2px solid var(--nn-muted); width: 7px; height: 7px; left: -6px; }
.nn-change { display: grid; grid-template-columns: minmax(0, 1fr) 1.2rem minmax(0, 1fr); gap: .15rem .5rem;
  align-items: end; font-size: .84rem; font-variant-numeric: tabular-nums; max-width: 640px; }
.nn-change .arrow { text-align: center; color: var(--nn-muted); align-self: center; }
.nn-change .ends { display: flex; justify-content: space-between; gap: .5rem; color: var(--nn-muted); }
.nn-change .said { color: var(--nn-muted); }
.nn-change .value { overflow-wrap: anywhere; }
.nn-images img { width: 22%; max-width: 64px; margin-right: 3%; image-rendering: pixelated; vertical-align: bottom; }
.nn-quiet { color: var(--nn-muted); font-size: .88rem; }
"""


def dress() -> None:
    """The few rules of style that the pipeline needs."""
    st.html(f"<style>{small.STYLE}{_STYLE}</style>")


def draw(
    place: int, effect: StepEffect, steps: Steps, prepared: Prepared, spec: DataSpec
) -> tuple[Steps | None, DeltaGenerator]:
    """Draws the step at a place; the steps after what was changed there, None while nothing was, and where to say what
    is wrong with it."""
    own = effect.spec
    with st.container(key=f"step-{'on' if own.on else 'off'}-{place}"):
        left, right = st.columns([1, 1.6], gap="medium")
        with left:
            changed, problem = _controls(place, effect, steps, prepared, spec)
        with right:
            _effect(effect, prepared)
    return changed, problem


def ending(text: str) -> None:
    """What comes out at the end."""
    with st.container(key="step-end"):
        st.caption(escaping.markdown(text))


def bars(names: Sequence[str], before: Sequence[float], after: Sequence[float], noun: str = "class") -> None:
    """Counts of the same names, which are classes or labels, before and after."""
    first = small.named_bars(names, before, f"Examples of each {noun} before", faint=True)
    second = small.named_bars(names, after, f"What each {noun} counts for after")
    st.html(f'<div class="nn-change"><div>{first}</div><div class="arrow">→</div><div>{second}</div></div>')


def _controls(
    place: int, effect: StepEffect, steps: Steps, prepared: Prepared, spec: DataSpec
) -> tuple[Steps | None, DeltaGenerator]:
    own = effect.spec
    on = st.toggle(title_of(own), own.on, key=state.key(f"steps.{place}.on"), help=STEPS[own.name].help)
    if effect.problem:
        st.markdown(f":red[:material/error: {escaping.markdown(effect.problem)}]")
    elif own.on:
        st.caption(escaping.markdown(_said(effect, prepared)))
    elif own.columns:
        st.caption(escaping.markdown(f"For {words.few(own.columns, 3)}."))
    problem = st.container()
    with st.expander("Settings", icon=":material/tune:", key=f"steps.{place}.settings", type="compact"):
        changed = _settings(place, own, steps, prepared)
        changed = _buttons(place, steps) or changed
        step_study.offer(place, steps, spec)
    return (changed if on == own.on else step_edits.changed(steps, place, on=on)), problem


def _said(effect: StepEffect, prepared: Prepared) -> str:
    """Which columns it changes, and what it was fitted to in the one that is looked at."""
    names = [name for name in effect.columns if name in prepared.columns or not prepared.columns]
    whole = len(names) == len(prepared.columns)
    listed = "All columns" if whole and len(names) > 3 else ", ".join(names[:3])
    more = f" and {len(names) - 3} more" if len(names) > 3 and not whole else ""
    columns = f"{listed}{more}. " if prepared.columns and names else ""
    if not prepared.columns:
        return effect.told or STEPS[effect.spec.name].help
    return f"{columns}{effect.told}" or "Nothing here suits it."


def _settings(place: int, own: StepSpec, steps: Steps, prepared: Prepared) -> Steps | None:
    step = STEPS[own.name]
    key = f"steps.{place}.{own.name}"
    settings = fields.form(step.drawn(own.settings), own.settings, key)
    how = settings.get("how", step.params[0].default if step.ways else "")
    if how in step.ways:
        st.caption(step.ways[how])
    columns = own.columns
    if len(prepared.columns) > 1:
        columns = tuple(
            st.multiselect(
                "Only these columns",
                prepared.columns,
                [name for name in own.columns if name in prepared.columns],
                key=state.key(f"{key}.columns"),
                placeholder="All that it suits",
            )
        )
    hidden = {
        name: value for name, value in own.settings.items() if name not in {p.name for p in step.drawn(own.settings)}
    }
    settings = hidden | settings
    if (settings, columns) == (own.settings, own.columns):
        return None
    return step_edits.changed(steps, place, settings=settings, columns=columns)


def _buttons(place: int, steps: Steps) -> Steps | None:
    changed = None
    with st.container(horizontal=True):
        up, down = place > 0, place < len(steps) - 1
        if st.button("Earlier", icon=":material/arrow_upward:", key=f"steps.{place}.up", disabled=not up):
            changed = step_edits.moved(steps, place, -1)
        if st.button("Later", icon=":material/arrow_downward:", key=f"steps.{place}.down", disabled=not down):
            changed = step_edits.moved(steps, place, 1)
        if st.button("Remove", icon=":material/delete:", key=f"steps.{place}.remove"):
            changed = step_edits.removed(steps, place)
    return changed


def _effect(effect: StepEffect, prepared: Prepared) -> None:
    if not effect.spec.on:
        st.html('<span class="nn-quiet">Switched off.</span>')
    elif effect.problem or effect.before is None:
        return
    elif not effect.changes:
        what = escaping.html(effect.column if prepared.columns else "these examples")
        st.html(f'<span class="nn-quiet">Leaves {what} as it is.</span>')
    else:
        st.html(_change(effect))


def _change(effect: StepEffect) -> str:
    """The pair of pictures, and below it a few values before and after."""
    rows = [_picture(effect.before, True), '<div class="arrow">→</div>', _picture(effect.after, False)]
    for before, after in effect.examples:
        rows += [f'<div class="value">{escaping.html(before)}</div>', '<div class="arrow">→</div>']
        rows += [f'<div class="value">{escaping.html(after)}</div>']
    if effect.pictures is not None:
        before, after = (_images(pictures) for pictures in effect.pictures)
        rows += [before, '<div class="arrow">→</div>', after]
    return f'<div class="nn-change">{"".join(rows)}</div>'


def _images(pictures) -> str:
    """Small images side by side, their pixels to be seen, and their size."""
    height, width, channels = pictures.shape[1:]
    shown = "".join(map(small.picture, pictures))
    size = words.sizes((height, width, channels))
    return f'<div class="nn-images">{shown}<div class="said">{size}</div></div>'


def _picture(spread: Spread, faint: bool) -> str:
    if not spread.counts:
        return f'<div class="said">{escaping.html(spread.title)}</div>'
    draw = small.named_bars(spread.names, spread.counts, spread.title, faint) if spread.names else (
        small.histogram(spread.counts, spread.title, faint)
    )  # fmt: skip
    said = [f"{spread.missing:,} missing"] if spread.missing else []
    said += [f"and {spread.more:,} more"] if spread.more else []
    ends = "" if spread.names else (
        f'<div class="ends"><span>{escaping.html(spread.low)}</span><span>{escaping.html(spread.high)}</span></div>'
    )  # fmt: skip
    title = f'<div class="said">{escaping.html(spread.title)}{", " if said else ""}{", ".join(said)}</div>'
    return f"<div>{title}{draw}{ends}</div>"
