"""What flips an answer, and which examples it was learnt from: the pages answer, and wrong inputs get a sentence."""

from tests.app.conftest import words
from tests.sampling import whole


def chooser(app, label):
    return next(box for box in app.selectbox if box.label == label)


def test_a_row_is_flipped_at_a_click_and_tried_out(visit, cancer_run):
    app = visit("pages/explain/what_if.py", run=cancer_run.id)
    chooser(app, "Change the answer to").select(0).run()
    app.button(key="flip-row").click().run()
    text = words(app)
    assert not app.exception
    if "gives this answer already" in text:
        chooser(app, "Change the answer to").select(1).run()
        app.button(key="flip-row").click().run()
        text = words(app)
    assert "the network would answer" in text and "Checked: the network was asked once more" in text
    assert "The nearest real example" in text
    app.button(key="take-smallest").click().run()
    assert not app.exception and "Changed: " in words(app)


def _view(app):
    (view,) = [group for group in app.get("button_group") if "Alike" in str(group.proto)]
    return view


@whole  # a row's page and the pushes themselves are tested
def test_an_image_is_flipped_at_a_click(visit, digits_run):
    app = visit("pages/explain/what_if.py", run=digits_run.id)
    assert app.button(key="push-curve").label == "Push them", "what takes long does not start by itself"
    app.button(key="flip-push").click().run()
    assert not app.exception and "Changing each pixel by at most" in words(app)


def test_examples_in_views_of_their_own(visit, digits_run):
    app = visit("pages/explain/examples.py", run=digits_run.id)
    assert not app.exception and "nearest training examples" in words(app)
    app.button(key="collect-alike-0-0").click().run()
    app.button(key="collect-alike-0-1").click().run()
    _view(app).set_value("Concepts").run()
    (field,) = [area for area in app.text_area if area.label == "Training examples, by number"]
    assert len(field.value.split(", ")) == 2, "what was collected on another view"
    assert "2 examples" in words(app)
    field.input("3, x7").run()
    assert not app.exception and "x7 is not a number of an example" in words(app)


@whole  # tests/explanation/test_examples.py asks the same of a run
def test_what_an_answer_was_learnt_from_and_a_concept(visit, digits_run):
    app = visit("pages/explain/examples.py", run=digits_run.id)
    _view(app).set_value("What it learnt this from").run()
    assert not app.exception and "Worked against it most" in words(app)
    chooser(app, "Measured").select("head").run()
    assert not app.exception and "brought to its optimum" in words(app)
    _view(app).set_value("Concepts").run()
    chooser(app, "The concept is shown by").select("class").run()
    app.button(key="concept").click().run()
    assert not app.exception and not app.error and "concept_of_run(" in app.code[0].value
