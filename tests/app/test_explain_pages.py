"""The pages that explain: each answers for tables and images, and what is chosen reaches the values."""

from tests.app.conftest import words


def chooser(app, label):
    return next(box for box in app.selectbox if box.label == label)


def test_shap_of_one_prediction_and_of_many(visit, cancer_run):
    app = visit("pages/explain/shap.py", run=cancer_run.id)
    text = words(app)
    assert "Compared with 50 rows of the training part" in text and "there its mean is" in text
    assert "The values add up to the difference within" in text
    assert "shap_of_run(" in app.code[0].value and 'figure("waterfall")' in app.code[0].value
    chooser(app, "Rather than").select("malignant").run()
    assert "The lead of benign over malignant in logits is" in words(app)


def test_shap_of_an_image_has_a_map_a_class(visit, digits_run):
    app = visit("pages/explain/shap.py", run=digits_run.id)
    assert not app.exception and "Compared with 20 images of the training part" in words(app)
    assert words(app).count("its mean over the comparison examples is") == 3
    (classes,) = [box for box in app.multiselect if box.label == "Classes"]
    classes.set_value([4]).run()
    chooser(app, "Rather than").select("9").run()
    assert not app.exception and "The lead of 4 over 9 in logits is" in words(app)
