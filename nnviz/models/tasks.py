"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "preview": "nnviz.models.on_data:preview_on_data",
    "suggest": "nnviz.models.on_data:suggest_for_data",
    "open_network": "nnviz.models.files:open_network",
    "preview_alone": "nnviz.models.files:preview_alone",
    "save_network": "nnviz.models.files:save_network",
}
