"""Whether a run that has finished went well: told by the sentence that it ended with. Imports no framework."""

RAN_AWAY = "The loss ran away"
OVERFITS = "It overfits"
"""How the sentences of `nnviz.training.verdict` begin that speak of a run that did not go well."""


def outcome(state: str, message: str) -> str:
    """ "diverged" or "overfitted" for a run that finished and did not go well; "" for any other."""
    if state != "finished":
        return ""
    return "diverged" if message.startswith(RAN_AWAY) else "overfitted" if message.startswith(OVERFITS) else ""
