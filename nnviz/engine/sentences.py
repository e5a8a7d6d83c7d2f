"""What went wrong in a worker, as a sentence for a person."""

from nnviz.errors import EngineError, NnvizError

_CANCELLED = ("CancelledError", "FutureCancelledError", "FuturesCancelledError", "CommClosedError", "ClosedClientError")


def sentence(error: BaseException | None) -> NnvizError:
    """The error itself where it is one of ours, else one that says what happened and what to do."""
    if isinstance(error, NnvizError):
        return error
    kind = type(error).__name__
    if kind == "KilledWorker":
        return EngineError(
            "The worker ended in the middle of this task (killed, or out of memory).",
            fix="Try again; if it happens again, choose a smaller network or batch.",
        )
    if error is None or kind in _CANCELLED:
        return EngineError(
            "The engine ended in the middle of this task.",
            fix="It is started again, which takes about ten seconds; then try again.",
        )
    words = str(error).strip().splitlines()
    return EngineError(
        f"This task failed: {words[0][:300] if words else kind}", fix="Try again, or change the settings."
    )
