"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "attribution": "nnviz.explanation.of_run:attribution_of_run",
    "what_if_row": "nnviz.explanation.what_if:row_of_run",
    "what_if_beside": "nnviz.explanation.beside:rows_beside_of_run",
    "what_if": "nnviz.explanation.what_if:answer_of_run",
    "what_if_written": "nnviz.explanation.what_if_text:written_of_run",
    "what_if_picture": "nnviz.explanation.what_if_image:picture_of_run",
    "what_if_painted": "nnviz.explanation.what_if_image:painted_of_run",
    "changes": "nnviz.explanation.changes.of_run:changes_of_run",
    "pushed": "nnviz.explanation.changes.pushed:pushed_of_run",
    "withstood": "nnviz.explanation.changes.pushed:withstood_of_run",
    "swaps": "nnviz.explanation.changes.swaps:swaps_of_run",
    "faithfulness": "nnviz.explanation.trust_of_run:faithfulness_of_run",
    "randomization": "nnviz.explanation.trust_of_run:randomization_of_run",
    "truth": "nnviz.explanation.truth_of_run:truth_of_run",
    "agreement": "nnviz.explanation.truth_of_run:agreement_of_run",
    "measured": "nnviz.explanation.measures.of_run:measured_of_run",
    "scoreboard": "nnviz.explanation.measures.of_run:scoreboard_of_run",
    "shap": "nnviz.explanation.shap_of_run:shap_of_run",
    "shap_maps": "nnviz.explanation.shap_of_run:shap_maps_of_run",
}
