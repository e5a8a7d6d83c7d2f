"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {"report": "nnviz.reports.of_run:report_of_run"}
