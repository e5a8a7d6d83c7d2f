"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "examples": "nnviz.inspection.of_run:examples_of_run",
    "activations": "nnviz.inspection.of_run:activations_of_run",
    "layers": "nnviz.inspection.of_run:layers_of_run",
    "layer_weights": "nnviz.inspection.of_run:weights_of_run",
    "own_board": "nnviz.inspection.own_of_run:board_of_run",
    "own_answer": "nnviz.inspection.own_of_run:own_answer_of_run",
    "space": "nnviz.inspection.space_of_run:space_of_run",
    "reading": "nnviz.inspection.reading_of_run:reading_of_run",
    "gradient_history": "nnviz.inspection.gradient_flow:gradient_history",
}
