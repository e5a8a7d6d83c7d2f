"""How a task travels: by name, so that the sender needs none of the imports behind it."""


def run_task(task: str, *arguments):
    """Runs `nnviz.engine.work.<task>` in a worker. Raises EngineError for a name that is no task."""
    from nnviz.engine import work
    from nnviz.params import lookup

    return lookup(work.TASKS, task, "task")(*arguments)
