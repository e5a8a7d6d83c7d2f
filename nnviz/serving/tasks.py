"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "export": "nnviz.serving.of_run:export_of_run",
    "row_to_send": "nnviz.serving.of_run:row_to_send",
    "watch": "nnviz.serving.watch:watch",
    "simulate": "nnviz.serving.of_run:simulated",
    "watched_columns": "nnviz.serving.of_run:watched_columns",
}
