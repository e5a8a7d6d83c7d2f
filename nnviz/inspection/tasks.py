"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "examples": "nnviz.inspection.of_run:examples_of_run",
    "activations": "nnviz.inspection.of_run:activations_of_run",
    "arithmetic": "nnviz.inspection.arithmetic.of_run:arithmetic_of_run",
    "layers": "nnviz.inspection.of_run:layers_of_run",
    "layer_pictures": "nnviz.inspection.pictures_of_run:pictures_of_run",
    "layer_picture": "nnviz.inspection.pictures_of_run:picture_of_run",
    "own_board": "nnviz.inspection.own_of_run:board_of_run",
    "own_answer": "nnviz.inspection.own_of_run:own_answer_of_run",
    "space": "nnviz.inspection.space_of_run:space_of_run",
    "reading": "nnviz.inspection.reading_of_run:reading_of_run",
    "weight_pictures": "nnviz.inspection.weights_of_run:weight_pictures",
    "weight_history": "nnviz.inspection.weights_of_run:weight_history",
    "tensors": "nnviz.inspection.weights_of_run:tensors_of_run",
    "tensor": "nnviz.inspection.weights_of_run:tensor_of_run",
    "tensor_file": "nnviz.inspection.weights_of_run:tensor_file",
    "compared_weights": "nnviz.inspection.weights_of_run:compared_runs",
    "unit_responses": "nnviz.inspection.units_of_run:unit_responses",
    "unit_crops": "nnviz.inspection.units_of_run:unit_crops",
    "unit_parts": "nnviz.inspection.units_of_run:unit_parts",
    "unit_scores": "nnviz.inspection.units_of_run:unit_scores",
    "units_needed": "nnviz.inspection.units_of_run:units_needed",
    "unit_clamped": "nnviz.inspection.units_of_run:unit_clamped",
    "unit_optimized": "nnviz.inspection.units_of_run:unit_optimized",
    **{
        name: f"nnviz.inspection.surface.of_run:{name}"
        for name in (
            "surface_price",
            "surface_plane",
            "surface_lines",
            "surface_between",
            "surface_values",
            "surface_sharpness",
        )
    },
    "gradient_agreement": "nnviz.inspection.gradients_of_run:agreement_of_run",
    "gradient_chain": "nnviz.inspection.gradients_of_run:chain_of_run",
    "gradient_chain_layers": "nnviz.inspection.gradients_of_run:chain_layers",
    "gradient_input": "nnviz.inspection.gradients_of_run:input_slope",
    "gradient_history": "nnviz.inspection.gradient_flow:gradient_history",
}
