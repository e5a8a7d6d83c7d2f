"""The variational autoencoder: trained a few epochs at a time while its latent plane is looked at."""

import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.concepts.generative_code import vae_code
from nnviz.concepts.generative_records import BETAS, MOST_EPOCHS, VaeState
from nnviz.errors import NnvizError
from nnviz.params import Param
from nnviz.views import generating
from pages.shared import engine, frame
from pages.shared.forms import fields
from pages.shared.generating import picture
from pages.shared.generating.seed import SEED
from pages.shared.session.record import record

_SECONDS, _AT_ONCE = 0.8, 5
_EPOCHS = Param("epochs", "int", 100, "Passes over the training digits.", minimum=1, maximum=500)


def draw(left, right) -> None:
    """The controls, and the picture; while it trains, the picture alone runs again."""
    with left:
        beta = st.select_slider(
            "β, the weight of the KL divergence",
            BETAS,
            1.0,
            key="vae.beta",
            persist_state="session",
            format_func=words.setting,
            help="1 is the bound of Kingma and Welling. Less lets the codes spread for sharper images; more presses "
            "them together into one round cloud.",
        )
        epochs = fields.field(_EPOCHS, 100, "vae.epochs")
        seed = fields.field(SEED, 0, "vae.seed")
        _buttons(beta, seed, epochs)
        frame.caption(
            "Each digit becomes a small cloud on the plane, its mean a point here. The loss asks for two things: the "
            "image back from a point of the cloud (reconstruction), and clouds that together fill the middle of the "
            "plane (KL divergence). So every place in between decodes to something."
        )
    own = record().generating
    with right:
        if own.vae_asked:
            _begin()
        if own.vae is None:
            _nothing_yet()
        else:
            training = own.vae_until > 0
            st.fragment(_live, run_every=_SECONDS if training else None)()


def _buttons(beta: float, seed: int, epochs: int) -> None:
    own = record().generating
    with st.container(horizontal=True, gap="small"):
        if own.vae_until:
            st.button("Stop", icon=":material/stop:", key="vae-stop", on_click=_stop)
            return
        st.button("Train", icon=":material/play_arrow:", type="primary", key="vae-train", on_click=_ask,
                  args=(beta, seed, epochs))  # fmt: skip
        if own.vae is not None:
            st.button("Go on", icon=":material/resume:", key="vae-on", on_click=_go_on, args=(epochs,))
    if own.vae is not None and (own.vae[0].beta, own.vae[0].seed) != (beta, seed):
        st.caption("The picture is of another β or seed: Train begins anew with these.")


def _ask(beta: float, seed: int, epochs: int) -> None:
    own = record().generating
    own.vae_asked, own.vae_until = (beta, seed), epochs


def _begin() -> None:
    """The network that was asked for, before its first epoch."""
    own = record().generating
    try:
        own.vae = engine.ask("train_vae", None, 0, *own.vae_asked, what="Building the autoencoder")
    except NnvizError as error:
        own.vae_until = 0
        engine.refusal(error)
    own.vae_asked = None


def _go_on(epochs: int) -> None:
    own = record().generating
    own.vae_until = min(own.vae[0].epoch + epochs, MOST_EPOCHS)


def _stop() -> None:
    record().generating.vae_until = 0


def _live() -> None:
    own = record().generating
    state, _ = own.vae
    if own.vae_until:
        try:
            more = min(_AT_ONCE, own.vae_until - state.epoch)
            if more > 0:
                own.vae = engine.call("train_vae", state, more, state.beta, state.seed)
        except NnvizError as error:
            own.vae_until, own.problem = 0, str(error)
            st.rerun()
    state, view = own.vae
    st.markdown(
        f"**Epoch {state.epoch:,}**, β {words.setting(state.beta)}: reconstruction "
        f"{words.number(state.reconstruction[-1])} + KL {words.number(state.kl[-1])} nats an image, of held-out digits."
    )
    data = generating.latent_plane(
        view.means,
        view.classes,
        view.originals,
        view.redrawn,
        view.decoder,
        state.reconstruction,
        state.kl,
        state.epoch,
        frame.dark(),
    )
    picture.draw(data, "vae-picture")
    picture.take_away(lambda: vae_code(state), lambda: _curves(state), "vae")
    if own.vae_until and state.epoch >= own.vae_until:
        own.vae_until = 0
        st.rerun()


def _curves(state: VaeState) -> pd.DataFrame:
    return pd.DataFrame({"epoch": range(state.epoch + 1), "reconstruction": state.reconstruction, "kl": state.kl})


def _nothing_yet() -> None:
    with st.container(border=True, key="empty", height=380, horizontal_alignment="center", vertical_alignment="center"):
        st.markdown("## A plane of digits", width="content")
        st.markdown("Press Train: in seconds, every place on a plane becomes a drawn digit.", width="content")
