"""What the browser says of its screen reaches the figures, and figures of one screen are not shown on another."""

from streamlit.testing.v1 import AppTest


def _page():
    import streamlit as st

    from nnviz.plots.images import image_grid
    from pages.shared import frame
    from pages.shared.figures import views
    from pages.shared.session.record import record

    def make():
        st.session_state["made"] = st.session_state.get("made", 0) + 1
        return image_grid(_images(), narrow=frame.narrow())

    def _images():
        import numpy as np

        return np.zeros((48, 8, 8, 1), "uint8")

    views.figure(make, "grid", "key")
    drawn = record().figures.get(("grid", "key", frame.dark(), frame.narrow()))
    st.write(f"{frame.narrow()} {drawn.layout.width}")


def test_figures_are_made_once_for_each_screen():
    app = AppTest.from_function(_page, default_timeout=180).run()
    assert app.markdown[0].value == "False 1040" and app.session_state["made"] == 1
    app.session_state["nnviz"].narrow = True
    app.run()
    assert not app.exception
    assert app.markdown[0].value == "True 600" and app.session_state["made"] == 2
    app.session_state["nnviz"].narrow = False
    app.run()
    assert app.markdown[0].value == "False 1040" and app.session_state["made"] == 2


def test_every_page_shows_its_narrow_figures(visit, digits_run):
    for page in ("pages/lab/data.py", "pages/explain/attribution.py"):
        app = visit(page, run=digits_run.id)
        app.session_state["nnviz"].narrow = True
        app.run()
        assert not app.exception
        made = {fig.layout.width for (_, _, _, narrow), fig in app.session_state["nnviz"].figures.items() if narrow}
        assert 600 in made and all(width is None or width <= 600 for width in made), page
