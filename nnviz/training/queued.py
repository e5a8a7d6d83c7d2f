"""A queued run, trained in a worker. Keras is imported inside."""

from nnviz.runs.run import Run


def train_queued(run_id: str, home: str) -> int:
    """Trains a run that has not begun; returns the bytes of memory that its process then holds for itself.

    Dask may ask again for a result that it lost; a run is trained once.
    """
    import psutil

    from nnviz.training.train import train

    run = Run.open(run_id, home)
    if run.status().state == "queued":
        train(run.experiment, run=run)
    return psutil.Process().memory_full_info().uss
