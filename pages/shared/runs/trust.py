"""What must be said of a run's network before anybody believes it: that it failed, or never learnt."""

from nnviz.runs.run import Run


def words_of(run: Run) -> str:
    """A sentence for a network that learnt nothing or whose run failed; "" for any other."""
    status = run.status()
    epoch = run.facts.get("model_epoch", int(status.epoch))
    untrained = "This network has not learnt anything: its weights are the random ones that training begins with."
    if status.state == "failed":
        kept = untrained if epoch < 1 else f"What you see is the network as it was after epoch {epoch:,}."
        return f"This run failed. {status.message} {kept}".replace("  ", " ")
    if status.active:
        return untrained + " Training has only begun." if not any(run.weight_ids()) else ""
    brought = not status.epochs or run.record.begins_with  # weights of a file, or of an earlier run
    return untrained if epoch < 1 and status.epoch < 1 and not brought else ""
