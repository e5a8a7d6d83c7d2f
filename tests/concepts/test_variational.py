"""The variational autoencoder: its losses against their definitions, its gradient against a difference, its steps."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from nnviz.concepts import variational
from nnviz.concepts.generative_code import vae_code
from nnviz.errors import TrainingError
from nnviz.views import generating
from tests.node import node

WEB = Path(__file__).parents[2] / "nnviz" / "web"


@pytest.fixture(scope="module")
def trained():
    return variational.vae(None, 12, beta=1.0, seed=3)


def test_the_divergence_is_the_mean_log_ratio_over_the_gaussian():
    """KL(q ‖ p) = E_q[log q − log p], by Monte Carlo over a million points."""
    mean, log_variance = np.array([[0.7, -1.2]]), np.array([[-0.9, 0.4]])
    z = mean + np.exp(0.5 * log_variance) * np.random.default_rng(0).normal(size=(1_000_000, 2))
    log_q = -0.5 * (np.log(2 * np.pi) + log_variance + (z - mean) ** 2 / np.exp(log_variance)).sum(1)
    log_p = -0.5 * (np.log(2 * np.pi) + z**2).sum(1)
    expected = (log_q - log_p).mean()
    assert float(np.asarray(variational.kl_divergence(mean, log_variance))[0]) == pytest.approx(expected, abs=5e-3)
    assert float(np.asarray(variational.kl_divergence(np.zeros((1, 2)), np.zeros((1, 2))))[0]) == 0


def test_the_reconstruction_is_the_cross_entropy_of_all_pixels():
    chance = np.random.default_rng(1)
    pixels, logits = chance.uniform(size=(3, 64)), chance.normal(size=(3, 64))
    share = 1 / (1 + np.exp(-logits))
    expected = -(pixels * np.log(share) + (1 - pixels) * np.log(1 - share)).sum(1)
    np.testing.assert_allclose(variational.reconstruction_loss(pixels, logits), expected, rtol=1e-6)


def test_gradients_pass_through_the_sampled_point(trained):
    """The same noise on both sides of a difference: what the reparameterization makes possible."""
    variational.vae_view(trained)  # puts its weights in
    whole = variational.networks()[2]
    chance = np.random.default_rng(2)
    pixels, noise = chance.uniform(size=(5, 64)).astype("float32"), chance.normal(size=(5, 2)).astype("float32")
    _, gradients = variational.losses_and_gradients(pixels, noise, 0.5)
    kernel, step = whole.trainable_variables[2], 2e-2  # of the encoder's last layer, before the sampling
    place = np.unravel_index(np.argmax(np.abs(gradients[2])), kernel.shape)
    values, losses = kernel.numpy(), []
    for sign in (1, -1):
        moved = values.copy()
        moved[place] += sign * step
        kernel.assign(moved)
        losses.append(float(variational.losses_and_gradients(pixels, noise, 0.5)[0]))
    kernel.assign(values)
    assert float(gradients[2][place]) == pytest.approx((losses[0] - losses[1]) / (2 * step), rel=0.02)


def test_it_learns_and_the_same_steps_give_the_same_numbers(trained):
    assert trained.epoch == 12 and len(trained.kl) == len(trained.reconstruction) == 13
    total = trained.reconstruction + trained.kl
    assert total[-1] < 0.7 * total[0]
    other = variational.vae(None, 2, beta=4.0, seed=0)  # somebody else's, between two of its steps
    again = variational.vae(variational.vae(None, 5, beta=1.0, seed=3), 7)
    np.testing.assert_array_equal(again.reconstruction, trained.reconstruction)
    for one, two in zip(again.weights.networks, trained.weights.networks, strict=True):
        np.testing.assert_array_equal(one, two)
    assert other.epoch == 2 and trained.weights.bytes < 1_000_000


def test_a_heavy_beta_presses_the_codes_together():
    light, heavy = (variational.vae(None, 8, beta=beta, seed=0).kl[-1] for beta in (0.1, 8.0))
    assert heavy < 0.5 * light


def test_the_browser_decodes_as_keras_does(trained, tmp_path):
    view = variational.vae_view(trained)
    data = generating.latent_plane(
        view.means, view.classes, view.originals, view.redrawn, view.decoder, trained.reconstruction, trained.kl, 12
    )
    points = view.means[:16].tolist()
    script = tmp_path / "decode.mjs"
    script.write_text(
        f"import {{ decode, layersOf }} from {json.dumps((WEB / 'generate' / 'mlp.js').as_uri())};\n"
        f"const layers = layersOf({json.dumps(data['decoder'])});\n"
        f"console.log(JSON.stringify({json.dumps(points)}.map((z) => [...decode(layers, z)])));\n"
    )
    done = subprocess.run([node(), str(script)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    np.testing.assert_allclose(json.loads(done.stdout), view.redrawn.reshape(16, 64), atol=1e-6)


def test_too_many_epochs_are_a_sentence(trained):
    with pytest.raises(TrainingError, match="2,012 epochs are asked for"):
        variational.vae(trained, 2000)


def test_the_script_arrives_at_the_same_network(trained):
    names = {}
    exec(vae_code(trained), names)
    np.testing.assert_array_equal(names["state"].kl, trained.kl)
