"""The Generate page: the autoencoder is trained, the players are moved one step at a time, drawn points are checked."""

from pages.shared.generating import gan
from tests.app.conftest import words


def _own(app):
    return app.session_state["nnviz"].generating


def test_the_autoencoder_is_trained_and_goes_on(visit):
    app = visit("pages/lab/generate.py")
    assert "A plane of digits" in words(app)
    app.text_input(key="vae.epochs:0").input("6").run()
    app.button(key="vae-train").click().run()
    while _own(app).vae_until:
        app.run()
    assert not app.exception, app.exception[0].value
    assert _own(app).vae[0].epoch == 6 and "Epoch 6" in words(app) and "nats an image" in words(app)
    app.button(key="vae-on").click().run()
    assert _own(app).vae_until == 12


def test_each_player_is_moved_alone(visit):
    app = visit("pages/lab/generate.py")
    app.button_group(key="generate.kind").set_value("gan").run()
    assert not app.exception, app.exception[0].value
    assert "has not learnt anything yet" in words(app)
    app.button(key="gan-D").click().run()
    app.button(key="gan-G").click().run()
    app.button(key="gan-G").click().run()
    state = _own(app).gan[0]
    assert (state.discriminator_steps, state.generator_steps) == (1, 2)
    assert "Steps: discriminator 1, generator 2" in words(app)
    app.selectbox(key="gan.data").select("drawn").run()
    assert "Draw at least 20 more" in words(app) and app.button(key="gan-use").disabled


def test_play_that_is_pressed_before_there_is_a_game_plays_it(visit):
    app = visit("pages/lab/generate.py")
    app.button_group(key="generate.kind").set_value("gan").run()
    own = _own(app)
    own.gan, own.playing = None, True  # as where the game was still being begun when the button was pressed
    app.run()
    assert not app.exception and own.gan[0].generator_steps >= 25 and own.playing
    assert own.gan[0].plan == (("DG", own.gan[0].generator_steps),)


def test_what_is_drawn_comes_from_a_browser_and_may_be_anything(visit, monkeypatch):
    class Own:
        points, problem = [], ""

    class Record:
        generating = Own()

    monkeypatch.setattr(gan, "record", lambda: Record)
    for nonsense in (None, 5, "abc", [[1]], [["a", "b"]], [[0.0, float("nan")]] * 30):
        Own.problem = ""
        gan._take(nonsense)
        assert Record.generating.problem and not Record.generating.points
    gan._take([[9, -9]] * 3000)
    assert Record.generating.points == [[2.0, -2.0]] * 1000
