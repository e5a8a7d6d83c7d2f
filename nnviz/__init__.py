"""nnviz: build, train, inspect and explain neural networks. Names are imported when first used.

>>> import nnviz
>>> experiment = nnviz.ready("digits")
>>> experiment.train.epochs
30
"""

from nnviz import paths

__version__ = "0.1.0"

_NAMES = {
    "DataSpec": "nnviz.specs:DataSpec",
    "LayerSpec": "nnviz.specs:LayerSpec",
    "ModelSpec": "nnviz.specs:ModelSpec",
    "StepSpec": "nnviz.specs:StepSpec",
    "TrainSpec": "nnviz.specs:TrainSpec",
    "StudySpec": "nnviz.studies.spec:StudySpec",
    "Experiment": "nnviz.specs:Experiment",
    "Run": "nnviz.runs.run:Run",
    "NnvizError": "nnviz.errors:NnvizError",
    "ready": "nnviz.gallery:ready",
    "AugmentationSpec": "nnviz.specs:AugmentationSpec",
    "own_data": "nnviz.data.own.specify:own_data",
    "own_example": "nnviz.data.own.handmade:own_example",
    "data_sets": "nnviz.data.downloading.tfds_list:data_sets",
    "load_data": "nnviz.data.own.specify:load_data",
    "truth_of": "nnviz.data.truth:truth_of",
    "summarise": "nnviz.data.summary:summarise",
    "target_profile": "nnviz.data.profiling.targets:target_profile",
    "profile": "nnviz.data.profiling.profile:profile",
    "build": "nnviz.models.build:build",
    "suggest": "nnviz.models.templates:suggest",
    "preview": "nnviz.models.preview:preview",
    "augment": "nnviz.training.augmented:augment",
    "train": "nnviz.training.train:train",
    "open_model": "nnviz.training.opened:open_model",
    "try_model": "nnviz.training.opened_trial:try_model",
    "take_layers": "nnviz.training.transfer:take_layers",
    "take_pretrained": "nnviz.training.pretrained:take_pretrained",
    "fine_tuning": "nnviz.training.transferred:fine_tuning",
    "learning_rate_finder": "nnviz.training.rate_finder:learning_rate_finder",
    "Recorder": "nnviz.training.own_loops:Recorder",
    "train_arrays": "nnviz.training.arrays:train_arrays",
    "train_stream": "nnviz.training.train:train_stream",
    "study": "nnviz.studies.study:study",
    "event_files": "nnviz.training.tensorboard:event_files",
    "import_history": "nnviz.runs.imported:import_history",
    "evaluate": "nnviz.evaluation.evaluate:evaluate",
    "label_suspects": "nnviz.evaluation.label_suspects:label_suspects",
    "activations": "nnviz.inspection.activations:activations",
    "feature_maps": "nnviz.inspection.features:feature_maps",
    "weights": "nnviz.inspection.weights:weights",
    "tensor_table": "nnviz.inspection.tensors:tensor_table",
    "compare_weights": "nnviz.inspection.tensors:compare_weights",
    "spectrum": "nnviz.inspection.weight_records:spectrum",
    "initial_law": "nnviz.inspection.initial_law:initial_law",
    "units": "nnviz.inspection.unit_responses:units",
    "input_parts": "nnviz.inspection.unit_parts:input_parts",
    "ablate": "nnviz.inspection.ablation:ablate",
    "optimized_input": "nnviz.inspection.optimized:optimized_input",
    "attention_entropy": "nnviz.inspection.attention_measures:attention_entropy",
    "attention_rollout": "nnviz.inspection.attention_measures:attention_rollout",
    "gradient_reach": "nnviz.inspection.gradient_reach:gradient_reach",
    "without_heads": "nnviz.inspection.head_ablation:without_heads",
    "cka": "nnviz.inspection.likeness:cka",
    "linear_probe": "nnviz.inspection.probing:linear_probe",
    "project": "nnviz.inspection.space:project",
    "attention": "nnviz.inspection.attention:attention",
    "hidden_states": "nnviz.inspection.hidden_states:hidden_states",
    "loss_surface": "nnviz.inspection.surface.slices:loss_surface",
    "loss_lines": "nnviz.inspection.surface.slices:loss_lines",
    "loss_between": "nnviz.inspection.surface.slices:loss_between",
    "sharpness": "nnviz.inspection.surface.sharpness:sharpness",
    "arithmetic": "nnviz.inspection.arithmetic.arithmetic:arithmetic",
    "example_gradients": "nnviz.inspection.example_gradients:example_gradients",
    "gradient_agreement": "nnviz.inspection.example_gradients:gradient_agreement",
    "unit_slopes": "nnviz.inspection.unit_slopes:unit_slopes",
    "chain_rule": "nnviz.inspection.chain_rule:chain_rule",
    "numeric_part": "nnviz.inspection.numeric_part:numeric_part",
    "gradients": "nnviz.inspection.gradient_flow:gradients",
    "vae": "nnviz.concepts.variational:vae",
    "vae_view": "nnviz.concepts.variational:vae_view",
    "gan": "nnviz.concepts.adversaries:gan",
    "gan_steps": "nnviz.concepts.adversaries:gan_steps",
    "gan_view": "nnviz.concepts.adversaries:gan_view",
    "attribute": "nnviz.explanation.attribute:attribute",
    "counterfactual": "nnviz.explanation.changes.nearest:counterfactual",
    "fgsm": "nnviz.explanation.changes.attacks:fgsm",
    "pgd": "nnviz.explanation.changes.attacks:pgd",
    "word_swaps": "nnviz.explanation.changes.swaps:word_swaps",
    "tracin": "nnviz.explanation.examples.tracin:tracin",
    "tcav": "nnviz.explanation.concepts.tcav:tcav",
    "OneCycle": "nnviz.training.one_cycle:OneCycle",
    "Measured": "nnviz.training.measured:Measured",
    "StopAt": "nnviz.training.stops:StopAt",
    "StopAfter": "nnviz.training.stops:StopAfter",
    "KeepBest": "nnviz.training.stops:KeepBest",
    "EachLabel": "nnviz.training.each_label:EachLabel",
    "export": "nnviz.serving.export:export",
    "set_label_thresholds": "nnviz.training.thresholds:set_label_thresholds",
    "watch": "nnviz.serving.watch:watch",
    "simulate": "nnviz.serving.simulate:simulate",
    "Target": "nnviz.explanation.target:Target",
    "Margin": "nnviz.explanation.target:Margin",
    "Unit": "nnviz.explanation.target:Unit",
    "Place": "nnviz.explanation.target:Place",
    "agreement": "nnviz.explanation.truth_of_run:agreement",
    "shap_values": "nnviz.explanation.shap_values:shap_values",
    "permutation_importance": "nnviz.explanation.columns.importance:permutation_importance",
    "partial_dependence": "nnviz.explanation.columns.dependence:partial_dependence",
    "interactions": "nnviz.explanation.columns.interactions:interactions",
    "uncertainty": "nnviz.explanation.uncertainty:uncertainty",
    "deletion_insertion": "nnviz.explanation.faithfulness:deletion_insertion",
    "randomization_check": "nnviz.explanation.randomization:randomization_check",
    "scoreboard": "nnviz.explanation.measures.measuring:scoreboard",
    "report": "nnviz.reports.report:report",
}

__all__ = [*_NAMES, "__version__"]


def __getattr__(name: str):
    if name not in _NAMES:
        raise AttributeError(f"nnviz has no {name!r}. It has {', '.join(_NAMES)}.")
    return paths.resolve(_NAMES[name])


def __dir__():
    return sorted(__all__)
