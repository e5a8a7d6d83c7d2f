"""Generate: networks that make new examples, a variational autoencoder and a generator with its discriminator."""

import streamlit as st

from nnviz import escaping
from pages.shared import frame
from pages.shared.generating import gan, vae
from pages.shared.session.record import record

_KINDS = {"vae": "Autoencoder", "gan": "Two players"}

frame.page(
    "How does a network make something new?",
    "One learns a plane on which every place is an image; the other learns to fool a judge that learns too.",
)
left, right = frame.columns()
with left, frame.steering():
    kind = st.segmented_control(
        "Network",
        list(_KINDS),
        default="vae",
        required=True,
        format_func=_KINDS.get,
        key="generate.kind",
        persist_state="session",
        help="A variational autoencoder (VAE) of handwritten digits, or a generator and a discriminator (a generative "
        "adversarial network, GAN) of points on a plane.",
    )
problem, record().generating.problem = record().generating.problem, ""
if problem:
    with right:
        st.error(escaping.markdown(problem), icon=":material/error:")
(vae if kind == "vae" else gan).draw(left, right)
