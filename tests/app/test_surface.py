"""The Surface page on a trained run: every slice is drawn, and the moment of training is followed."""

from nnviz.runs.recorded import recorded_epochs
from tests.app.conftest import words
from tests.sampling import whole

SURFACE = "pages/inside/surface.py"


def test_the_loss_around_a_network_is_drawn(visit, cancer_run):
    app = visit(SURFACE, run=cancer_run.id)
    assert "the network, at" in words(app) or app.button(key="start-filters")


@whole  # the first slice is drawn by the test above, the others' numbers are tests/inspection/test_surface.py's
def test_each_slice_of_a_small_networks_loss_is_drawn_and_says_what_it_shows(visit, cancer_run):
    app = visit(SURFACE, run=cancer_run.id, moment=str(list(recorded_epochs(cancer_run))[0]))
    app.segmented_control(key="surface.cells:1").set_value(21)
    app.selectbox(key="surface.show:1").select("path").run()
    for name, told in (("path", "principal directions"), ("sharp", "Largest eigenvalue"), ("between", "straight line")):
        app.selectbox(key="surface.show:1").select(name).run()
        start = [button for button in app.button if button.label == "Measure"]
        if start:
            start[0].click().run()
        assert not app.exception and told in words(app)
    assert "before training" in words(app)
