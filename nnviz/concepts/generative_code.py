"""What the Generate page did, as a script of its own. Imports no framework."""

from nnviz.concepts.generative_records import GanState, VaeState


def vae_code(state: VaeState) -> str:
    """The script that arrives at a variational autoencoder, bit for bit on the same machine."""
    return (
        '"""A variational autoencoder of the 8 × 8 digits, with two latent numbers."""\n\nimport nnviz\n\n'
        f"state = nnviz.vae(epochs={state.epoch}, beta={state.beta!r}, seed={state.seed})\n"
        "view = nnviz.vae_view(state)  # means, deviations, redrawn digits, the decoder's weights\n"
        "print(state.reconstruction[-1], state.kl[-1])\n"
    )


def gan_code(state: GanState) -> str:
    """The script that arrives at a game, bit for bit on the same machine."""
    points = ", ".join(f"[{x!r}, {y!r}]" for x, y in state.points.astype(float).tolist())
    plans = ", ".join(f'"{unit}" * {count}' for unit, count in state.plan)
    return (
        '"""A generator and a discriminator of points on a plane."""\n\nimport numpy as np\n\nimport nnviz\n\n'
        f'points = np.array([{points}], "float32")\n\n'
        f"game = nnviz.gan(points, seed={state.seed}, learning_rate={state.learning_rate!r})\n"
        f"for plan in [{plans}]:  # D: a step of the discriminator, G: of the generator\n"
        "    game = nnviz.gan_steps(game, plan)\n"
        "view = nnviz.gan_view(game)  # generated points, the discriminator's field, the measures\n"
        "print(view.precision, view.coverage)\n"
    )


def with_plan(before: tuple[tuple[str, int], ...], plan: str) -> tuple[tuple[str, int], ...]:
    """(unit, how often) of all steps so far and of a plan more: ("DG", 3), then "DGDG" → ("DG", 5)."""
    if not plan:
        return before
    length = next(n for n in range(1, len(plan) + 1) if len(plan) % n == 0 and plan[:n] * (len(plan) // n) == plan)
    unit, count = plan[:length], len(plan) // length
    if before and before[-1][0] == unit:
        return (*before[:-1], (unit, before[-1][1] + count))
    return (*before, (unit, count))
