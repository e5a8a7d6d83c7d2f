"""The Understand tab, headless: what stands out is told, mended by a button, and undone."""

from tests.app.conftest import in_hand, words


def _opened(visit, **query):
    app = visit("pages/lab/data.py", **query)
    app.session_state["part"] = "Understand"
    return app.run()


def _pressed(app, label: str):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception[0].value
    return app


def test_a_leak_is_told_mended_and_the_mend_undone(visit):
    import nnviz

    app = _opened(visit, experiment=nnviz.ready("spirals").replace(data=nnviz.DataSpec(source="loans")).to_token())
    assert "reminders sent alone gives the target, outcome, away." in words(app)
    before = in_hand(app).experiment
    _pressed(app, "Ignore this column")
    mended = in_hand(app).experiment
    assert mended.data.columns == {"reminders sent": {"role": "ignored"}}
    assert "reminders sent is ignored now." in words(app) and "Nothing stands out" in words(app)
    app.selectbox(key="understand.column").select("reminders sent").run()
    assert "This column is ignored" in words(app)
    _pressed(app, "Undo")
    assert in_hand(app).experiment == before and "alone gives the target" in words(app)


def test_images_have_their_means_and_each_column_its_detail(visit):
    import nnviz

    app = _opened(visit, experiment=nnviz.ready("digits").to_token())
    assert "Nothing stands out" in words(app) and not app.exception
    app = _opened(visit, experiment=nnviz.ready("diabetes").to_token())
    app.selectbox(key="understand.column").select("body mass index").run()
    assert "Pearson correlation with progression: 0.586" in words(app) and not app.exception
