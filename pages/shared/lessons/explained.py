"""From a control to what explains it: its lesson, or its entry in the glossary until there is one.

The table says which of the glossary's terms a control is about; the term says which lesson treats it.
"""

import streamlit as st

from nnviz import glossary
from nnviz.glossary import Term
from pages.shared.lessons.course import LESSONS

CONTROLS = {
    "train": {
        "optimizer": "optimizer",
        "learning_rate": "learning-rate",
        "batch_size": "batch-size",
        "epochs": "epoch",
        "loss": "loss",
        "label_smoothing": "label-smoothing",
        "delta": "huber-loss",
        "gamma": "focal-loss",
        "min_delta": "early-stopping",
        "factor": "learning-rate-schedule",
        "schedule": "learning-rate-schedule",
        "decay_epochs": "learning-rate-schedule",
        "decay_rate": "learning-rate-schedule",
        "warmup_epochs": "warm-up",
        "end_learning_rate": "learning-rate-schedule",
        "early_stopping": "early-stopping",
        "shuffle": "sgd",
        "seed": "random-seed",
        "metrics": "metric",
        "momentum": "momentum",
        "nesterov": "momentum",
        "clipnorm": "gradient-clipping",
        "clipvalue": "gradient-clipping",
        "global_clipnorm": "gradient-clipping",
        "beta_1": "momentum",
        "beta_2": "adam",
        "rho": "rmsprop",
        "weight_decay": "weight-decay",
    },
    "build": {
        "units": "unit",
        "activation": "activation-function",
        "recurrent_activation": "activation-function",
        "use_bias": "bias",
        "filters": "feature-map",
        "kernel_size": "kernel",
        "strides": "stride",
        "padding": "padding",
        "pool_size": "pooling",
        "negative_slope": "leaky-relu",
        "rate": "dropout",
        "dropout": "dropout",
        "recurrent_dropout": "dropout",
        "l1": "l1-regularization",
        "l2": "l2-regularization",
        "output_dim": "embedding",
        "input_dim": "vocabulary",
        "num_heads": "attention",
        "trainable": "fine-tuning",
        "seed": "random-seed",
        **{f"{part}_initializer": "initialization" for part in ("kernel", "recurrent", "depthwise", "embeddings")},
        **{f"{part}_regularizer": "regularization" for part in ("kernel", "bias", "activity", "recurrent")},
    },
    "data": {
        "validation_fraction": "validation-set",
        "test_fraction": "test-set",
        "training_examples": "training-set",
        "scaling": "normalization",
        "missing": "imputation",
        "noise": "noise",
        "outliers": "outlier",
        "leak": "data-leakage",
        "duplicates": "near-duplicate",
        "balance": "class-imbalance",
        "seed": "random-seed",
    },
    "study": {
        "knobs": "hyperparameter",
        "epochs": "epoch",
        "seeds": "random-seed",
        "folds": "cross-validation",
        "fold_by": "cross-validation",
        "rounds": "cross-validation",
        "sampler": "hyperparameter-search",
        "sizes": "learning-curve",
        "switch": "regularization",
        "learning_rate": "learning-rate",
        "optimizer": "optimizer",
        "batch_size": "batch-size",
        "units": "unit",
        "activation": "activation-function",
        "dropout": "dropout",
        "l2": "l2-regularization",
    },
    "evaluate": {"part": "test-set", "threshold": "threshold"},
}
"""Page, as the keys of its widgets begin → control → slug of a term."""
LAYERS = {
    **dict.fromkeys(("Dense", "EinsumDense"), "neuron"),
    **dict.fromkeys(("Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"), "activation-function"),
    **dict.fromkeys(("Conv1D", "Conv2D", "Conv3D", "SeparableConv2D", "DepthwiseConv2D"), "convolution"),
    **dict.fromkeys(("MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "AveragePooling2D"), "pooling"),
    **dict.fromkeys(("Dropout", "AlphaDropout", "SpatialDropout2D", "GaussianNoise"), "dropout"),
    **dict.fromkeys(("BatchNormalization", "GroupNormalization"), "batch-normalization"),
    **dict.fromkeys(("LayerNormalization", "RMSNormalization"), "layer-normalization"),
    **dict.fromkeys(("SimpleRNN", "Bidirectional"), "recurrent-network"),
    **dict.fromkeys(("MultiHeadAttention", "Attention", "AdditiveAttention"), "attention"),
    "ActivityRegularization": "regularization",
    "Normalization": "standardization",
    "Embedding": "embedding",
    "Flatten": "flatten",
    "LSTM": "lstm",
    "GRU": "gru",
    "Add": "residual-connection",
}
"""Class of a layer → slug of a term."""


def help_of(key: str, words: str = "") -> str | None:
    """A control's help text with the way to what explains it; None where there is neither.

    Args:
        key: of the control: its page, and its name at the end, with dots between (`train.learning_rate`).
    """
    slug = CONTROLS.get(key.partition(".")[0], {}).get(key.rpartition(".")[2])
    if slug is None:
        return words or None
    return f"{words}\n\n{_way(glossary.terms()[slug])}".strip()


def door(layer: str) -> None:
    """A link from a layer to what explains it, where something does."""
    term = glossary.terms().get(LAYERS.get(layer, ""))
    if term is None:
        return
    if term.lesson in LESSONS:
        entry = LESSONS[term.lesson]
        st.page_link(entry.page, label=f"{entry.title}, explained", icon=":material/school:")
    else:
        words = f"“{term.title}” in the glossary"
        page = "pages/learn/glossary.py"
        st.page_link(page, query_params={"term": term.slug}, label=words, icon=":material/menu_book:")


def _way(term: Term) -> str:
    if term.lesson in LESSONS:
        entry = LESSONS[term.lesson]
        return f":material/school: [Explained in “{entry.title}”]({entry.url})"
    return f":material/menu_book: [“{term.title}” in the glossary]({glossary.ADDRESS}?term={term.slug})"
