"""The two players: moved one step at a time, or played."""

import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.concepts.generative_code import gan_code
from nnviz.concepts.generative_records import DISTRIBUTIONS, MOST_POINTS, MOST_ROUNDS, GanState, check_points
from nnviz.errors import NnvizError
from nnviz.params import Param
from nnviz.views import generating
from pages.shared import engine, frame
from pages.shared.forms import fields
from pages.shared.generating import picture
from pages.shared.generating.seed import SEED
from pages.shared.session.record import record

_SECONDS, _STEPS, _REACH = 0.5, 50, 2.0
_RATE = Param("learning_rate", "float", 0.002, "Of both players.", minimum=1e-5, maximum=0.1, log=True)
_TURNS = Param(
    "turns",
    "int",
    1,
    "In a round the discriminator takes one step. More steps of the generator at one go let it chase one spot: a way "
    "to see its modes collapse.",
    minimum=1,
    maximum=10,
    label="Generator steps in a round",
)


def draw(left, right) -> None:
    """The controls, and the picture; while it plays, the picture alone runs again."""
    own = record().generating
    with left:
        name = st.selectbox(
            "Real points", list(DISTRIBUTIONS), format_func=DISTRIBUTIONS.get, key="gan.data", persist_state="session"
        )
        rate = fields.field(_RATE, 0.002, "gan.rate")
        seed = fields.field(SEED, 0, "gan.seed")
        own.turns = fields.field(_TURNS, 1, "gan.turns")
    settings = name, seed, rate
    if own.gan is not None and own.gan_of != settings:
        _again()
    drawing = name == "drawn" and own.gan is None and not own.points_used
    with left:
        _buttons(drawing)
        frame.caption(
            "The generator turns random numbers into points and wants them to be taken for real; the discriminator "
            "says of every place how real it looks to it (blue real, orange made). An arrow shows where a generated "
            "point would have to go to look more real."
        )
    with right:
        if drawing:
            return _drawing()
        if own.gan is None and not _begin(settings):
            return
        st.fragment(_live, run_every=_SECONDS if own.playing else None)()


def _buttons(drawing: bool) -> None:
    own = record().generating
    if drawing:
        with st.container(horizontal=True, gap="small"):
            few = len(own.points) < 20
            st.button("Use these points", type="primary", key="gan-use", disabled=few, on_click=_use)
            st.button("Clear", key="gan-clear", disabled=not own.points, on_click=_clear)
        return
    with st.container(horizontal=True, gap="small"):
        icon = "pause" if own.playing else "play_arrow"
        st.button("Pause" if own.playing else "Play", icon=f":material/{icon}:", type="primary", key="gan-play",
                  on_click=_toggle)  # fmt: skip
        st.button("Start again", icon=":material/restart_alt:", key="gan-again", on_click=_again)
    for letter, noun in (("D", "discriminator"), ("G", "generator")):
        words_for_it = f"One step of the {noun}"
        st.button(words_for_it, icon=":material/skip_next:", key=f"gan-{letter}", on_click=_move, args=(letter,),
                  disabled=own.playing, width="stretch")  # fmt: skip


def _begin(settings: tuple) -> bool:
    """A new game; False, with the sentence shown, where there can be none."""
    own, (name, seed, rate) = record().generating, settings
    try:
        points = own.points if name == "drawn" else None
        own.gan = engine.ask("begin_gan", name, points, seed, rate, what="Setting up the two players")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        own.points_used = False
        return False
    own.gan_of = settings
    return True


def _again() -> None:
    own = record().generating
    own.gan, own.playing, own.points_used = None, False, False


def _use() -> None:
    record().generating.points_used = True


def _toggle() -> None:
    own = record().generating
    own.playing = not own.playing


def _move(plan: str) -> None:
    own = record().generating
    if own.gan is None:
        return
    try:
        own.gan = engine.call("play_gan", own.gan[0], plan)
    except NnvizError as error:
        own.playing, own.problem = False, str(error)


def _live() -> None:
    own = record().generating
    if own.playing:
        turn = "D" + "G" * own.turns
        room = MOST_ROUNDS - len(own.gan[0].losses)
        _move(turn * (min(_STEPS, room) // len(turn)))
        if not own.playing or room < 2 * len(turn):
            own.playing = False
            st.rerun()
    state, view = own.gan
    steps = state.discriminator_steps + state.generator_steps
    said = view.verdict(state.generator_steps)
    icon = ":material/warning: " if said.startswith("Mode collapse") else ""
    st.markdown(f"{icon}{said}")
    st.caption(
        f"Steps: discriminator {state.discriminator_steps:,}, generator {state.generator_steps:,}. "
        f"{words.percent(view.precision)} of the generated points lie among the real ones; "
        f"{words.percent(view.coverage)} of the real ones have a generated one near. "
        f"Where neither player can gain, the losses are {words.number(0.6931)} (log 2)."
    )
    told = f"After {steps} steps: {said}"
    data = generating.two_players(
        state.points, view.generated, view.pulls, view.field, view.reach, state.losses, told, frame.dark()
    )
    picture.draw(data, "gan-picture")
    picture.take_away(lambda: gan_code(state), lambda: _curves(state), "gan")


def _curves(state: GanState) -> pd.DataFrame:
    return pd.DataFrame(state.losses, columns=["discriminator", "generator"]).rename_axis("step").reset_index()


def _drawing() -> None:
    own = record().generating
    count = len(own.points)
    need = "" if count >= 20 else f" Draw at least {20 - count} more."
    st.markdown(f"Draw the real points: drag on the plane. {count:,} so far.{need}")
    data = generating.drawing_plane(own.points, own.points_revision, _REACH, frame.dark())
    picture.draw(data, "gan-picture", _take)


def _take(points) -> None:
    """What was drawn, from a browser: too few for now is fine, and what is no point is refused."""
    own = record().generating
    try:
        pairs = [(float(x), float(y)) for x, y in points][:MOST_POINTS]
        if len(pairs) >= 20:
            check_points(pairs)
    except (TypeError, ValueError, NnvizError):
        own.problem = "The points cannot be read. Draw them again."
        return
    own.points = [[max(-_REACH, min(_REACH, value)) for value in pair] for pair in pairs]


def _clear() -> None:
    own = record().generating
    own.points, own.points_revision = [], own.points_revision + 1
