"""All methods on one's own network: which ones, on how many examples, what it costs, how far it is, and who won."""

import dataclasses
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.explanation import scoreboard
from nnviz.explanation.catalog import METHODS, fitting
from nnviz.explanation.measures.board import Board
from nnviz.explanation.measures.catalog import MEASURES
from nnviz.explanation.measures.price import board_cost, quick, seconds_words
from nnviz.explanation.pace import Pace
from nnviz.explanation.scoreboard import Asked, Kept
from nnviz.explanation.target import Chosen
from nnviz.inspection.examples import Examples
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.explain import paces, twins
from pages.shared.figures import trusted, views
from pages.shared.runs import control
from pages.shared.session import owner, state

_COUNTS = (5, 10, 20, 50)
_USUAL = 20
_SECONDS = 1.0


@dataclass(frozen=True)
class Choice:
    """Which methods are measured, on how many examples, what covered parts become, and how fast the network is here."""

    methods: tuple[str, ...]
    count: int
    baseline: str
    pace: Pace | None = None


def choose(run: Run, key: str, held_out: Examples) -> Choice:
    """Draws the controls; at first the methods that are measured in a minute or so."""
    schema = held_out.schema
    counts = sorted({min(count, len(held_out.indexes)) for count in _COUNTS})
    count = st.segmented_control(
        "Examples",
        counts,
        default=max(own for own in counts if own <= _USUAL),
        required=True,
        key=state.key("trust.board-count"),
        help="The first ones of the part; each method is measured on the same.",
    )
    pace = paces.measured(run.reference, key)
    methods = _choose_methods(run, schema, count, pace)
    baseline = trusted.choose_cover(schema.kind)
    return Choice(methods, count, baseline, pace)


def _choose_methods(run: Run, schema: Schema, count: int, pace: Pace | None) -> tuple[str, ...]:
    """Some or all of those that fit the data and the network."""
    fit, _ = fitting(schema.kind, run.experiment.model)
    groups = {
        "quick": [name for name in quick(schema.kind, count, schema.shapes, pace) if name in fit],
        "first": [name for name in fit if schema.kind in METHODS[name].default],
        "all": fit,
    }
    titles = {"quick": "All that are quick", "first": "Those shown first", "all": "All"}
    way = st.selectbox(
        "Methods",
        [*groups, "own"],
        format_func=lambda name: f"{titles[name]} ({len(groups[name])})" if name in groups else "Chosen ones",
        key=state.key("trust.board-way"),
        help="Quick are those that take a minute or less each.",
    )
    if way in groups:
        return tuple(groups[way])
    chosen = st.multiselect(
        "Which ones",
        fit,
        groups["first"],
        format_func=lambda name: METHODS[name].title,
        key=state.key("trust.board-methods"),
    )
    return tuple(name for name in fit if name in chosen)


def show(run: Run, held_out: Examples, target: Chosen, choice: Choice) -> None:
    """The offer, how far it is, or the scoreboard."""
    if held_out.is_own:
        st.info("Methods are measured on examples of the data: choose one of them at the left.")
        return
    if not choice.methods:
        st.info("Choose the methods to measure at the left.", icon=":material/verified:")
        return
    indexes = tuple(int(k) for k in held_out.indexes[: choice.count])
    asked = Asked(held_out.split, indexes, target, choice.methods, choice.baseline, twins.trained(run))
    kept = scoreboard.read(run, asked)
    wanted = scoreboard.missing(kept, asked)
    if kept is not None and kept.active:
        st.fragment(_live, run_every=_SECONDS)(run.reference, asked, len(kept.board.rows))
    elif kept is None or not kept.board.rows:
        return _offer(run, asked, held_out.schema.shapes, choice.pace)
    else:
        _more(run, kept, dataclasses.replace(asked, methods=wanted), held_out.schema.shapes, choice.pace)
    if kept.board.order:
        _board(run, kept)
    else:
        _refused(kept.board)


def _offer(run: Run, asked: Asked, shapes: tuple, pace: Pace | None) -> None:
    """What would be there, what it costs, and the button."""
    count, cost = len(asked.methods), board_cost(asked.methods, len(asked.indexes), shapes)
    with st.container(border=True, key="empty", height=300, vertical_alignment="center"):
        st.markdown("## Which method deserves most belief on this network?")
        frame.caption(
            f"{words.counted(count, 'method')} explain the same {words.counted(len(asked.indexes), 'example')}, and "
            "each is measured: whether it finds what the answer depends on, stays the same for nearly the same input, "
            "and changes when the network forgets what it learned."
        )
        pressed = st.button("Measure", icon=":material/leaderboard:", type="primary", key="trust-board")
        lasts = seconds_words(cost, shapes, count, pace)
        st.caption(f"{cost.words.capitalize()}: {lasts}. It goes on while you look elsewhere.")
    if pressed:
        _begin(run, asked)


def _begin(run: Run, asked: Asked) -> None:
    kept = scoreboard.begin(run, asked, owner.owner() or "")

    def failed(error: NnvizError) -> None:
        now = scoreboard.read(run, asked) or kept
        if now.active:
            scoreboard.write(run, dataclasses.replace(now, state="failed", now="", message=str(error)))

    engine.begin("scoreboard", run.reference, asked, failed=failed)
    st.rerun()


def _live(reference: str, asked: Asked, drawn: int) -> None:
    run = Run.open(reference)
    kept = scoreboard.read(run, asked)
    if kept is None or not kept.active or len(kept.board.rows) != drawn:
        st.rerun()
    done, total = len(kept.board.rows), len(asked.methods)
    told = f"{done} of {total} methods are measured"
    if kept.now:
        told += f"; now {escaping.markdown(kept.now)}, {words.percent(kept.share)} done"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress((done + kept.share) / total, told if kept.process else "Waiting for a free worker")
        own = kept.owner == (owner.owner() or "") or control.mine(run)
        if own and st.button("Stop", icon=":material/stop:", key="trust-board-stop"):
            scoreboard.stop(run, asked)


def _more(run: Run, kept: Kept, wanted: Asked, shapes: tuple, pace: Pace | None) -> None:
    """Where it ended early, or more methods are chosen: why, and the way to go on."""
    if kept.state == "failed":
        st.warning(f"Measuring ended early. {escaping.markdown(kept.message)}", icon=":material/warning:")
    if not wanted.methods:
        return
    count, cost = len(wanted.methods), board_cost(wanted.methods, len(wanted.indexes), shapes)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(f"Measure {count} more", icon=":material/play_arrow:", key="trust-board-on"):
            _begin(run, wanted)
        names = words.few([METHODS[name].title for name in wanted.methods], 3)
        st.caption(f"{names}: {seconds_words(cost, shapes, count, pace)}.", width="content")


def _board(run: Run, kept: Kept) -> None:
    """The verdict, the dots, and what was refused."""
    board = kept.board
    first, _, rest = board.verdict.partition(": ")
    st.markdown(f"### {escaping.markdown(first.rstrip('.'))}")
    if rest:
        st.markdown(escaping.markdown(rest[:1].upper() + rest[1:]))
    with st.container(key="scoreboard"):
        views.figure(
            lambda: board.figure(frame.dark(), narrow=frame.narrow()),
            "trust-scoreboard",
            f"{run.id}:{kept.asked.key(run)}:{len(board.rows)}",
            lambda: table(board),
        )
    frame.caption(
        "The best method is at the top, and better is always on the right. A line through a dot says where the mean "
        "would lie for 95 of 100 other choices of examples; the dotted line is what a map that knows nothing reaches."
    )
    _refused(board)
    with st.expander("What the measures are"):
        for name in board.measures:
            own = MEASURES[name]
            st.markdown(f"**{own.title}.** {own.help} {own.misleads} :gray[{escaping.markdown(own.reference)}]")
    asked = kept.asked
    told = ", ".join(escaping.literal(own) for own in dataclasses.astuple(asked))
    with st.expander("Python"):
        st.code(
            "from nnviz.explanation.measures.of_run import scoreboard_of_run\n"
            "from nnviz.explanation.scoreboard import Asked\n\n"
            f"board = scoreboard_of_run({escaping.literal(run.reference)}, Asked({told}))\nprint(board.verdict)",
            language="python",
            wrap_lines=True,
        )


def _refused(board: Board) -> None:
    """Methods that explain nothing here, and why."""
    for row in board.refused:
        st.markdown(f"**{escaping.markdown(row.title)}**: {escaping.markdown(row.refused)}")


def table(board: Board) -> pd.DataFrame:
    """Means and the ends of their intervals, a row a method."""
    rows = []
    for place, row in enumerate(board.measured, start=1):
        told = {"place": place, "method": row.title, "score": board.scores[row.method]}
        for name in board.measures:
            low, high = board.interval(row.method, name)
            told |= {name: row.mean(name), f"{name}, low": low, f"{name}, high": high}
        rows.append(told | {"seconds": row.seconds, "verdict": row.verdict})
    return pd.DataFrame(rows)
