"""Two ways to make new examples: a variational autoencoder of digits, and a generator that a discriminator judges."""

import numpy as np

import nnviz

state = nnviz.vae(epochs=20, beta=1.0, seed=0)
print(f"held-out digits: reconstruction {state.reconstruction[-1]:.1f} + KL {state.kl[-1]:.2f} nats an image")
view = nnviz.vae_view(state)
print(f"each digit is a point: {view.means.shape[0]} means from {view.means.min():.1f} to {view.means.max():.1f}")

angles = np.linspace(0, 2 * np.pi, 400, endpoint=False)
circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
game = nnviz.gan(circle, seed=0)
for rounds in (0, 100, 300):
    game = nnviz.gan_steps(game, "DG" * rounds)
    shown = nnviz.gan_view(game)
    print(f"{game.generator_steps} rounds: {shown.precision:.0%} near the circle, {shown.coverage:.0%} of it covered")
