"""Build: the network, layer by layer, with its shapes, sizes and mistakes from Keras after every edit."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.models.diagram import network_data
from pages.shared import engine, frame
from pages.shared.builder import actions, adding, card, files, history, look, looking, mending, news, overview, starting
from pages.shared.figures.architecture import diagram, layer_list, totals
from pages.shared.session import state

state.adopt_link()
history.current()
card.adopt()
preview = looking.before_the_bar(state.experiment())
model, schema = history.model(), state.schema_or_none()
drawn = {
    "network": network_data(model, preview, schema.input_shape if schema else None),
    "totals": overview.totals(preview, state.experiment().train.batch_size),
}
feed = news.announce({**drawn, "selected": history.selected()})
frame.page(
    "What is the network?",
    "Put it together layer by layer. Keras checks every edit and says what each layer gives, "
    "what it costs and what does not fit.",
)
look.dress()
left, right = frame.columns()

with left:
    starting.draw(schema)
    adding.draw(preview)
    actions.toolbar()
    layer_list(
        {"network": drawn["network"], **feed}, "build-list", selected=history.selected(), on_event=actions.follow
    )
    refused = history.refusal()
    if refused:
        st.error(escaping.markdown(refused), icon=":material/error:")
    card.draw(preview)

with right:
    files.with_weights()
    overview.own_input(schema)
    totals({"totals": drawn["totals"], **feed}, "build-totals")
    diagram(
        {"network": drawn["network"], **feed}, "build-diagram", selected=history.selected(), on_event=actions.follow
    )
    if preview is None:
        try:
            looking.ask(state.experiment())
        except NnvizError as error:
            engine.refusal(error, retry=True)
            st.stop()
        st.rerun()
    mending.listed(preview)
    overview.panels(schema, preview)
    st.page_link("pages/lab/train.py", label="Next: train it", icon=":material/arrow_forward:")
