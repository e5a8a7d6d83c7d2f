"""The losses that a `TrainSpec` may name. Imports no framework.

Of Keras's losses those are left out that judge no single example: Dice and Tversky (of segmentations), Circle (of
distances between examples) and CTC (of sequences without marks).
"""

from nnviz.params import Param
from nnviz.training.choice import Choice

_CLASSES, _REAL = ("binary", "multiclass"), ("regression",)
_SMOOTHING = Param(
    "label_smoothing", "float", 0.0, "Share of certainty taken from the true answer.", minimum=0.0, maximum=0.5
)
_GAMMA = Param("gamma", "float", 2.0, "The larger, the less what is nearly right counts.", minimum=0.0, maximum=10.0)

LOSSES: dict[str, Choice] = {
    "binary_crossentropy": Choice(
        title="Binary cross-entropy",
        path="keras.losses:BinaryCrossentropy",
        help="Surprise at yes or no; wants one sigmoid output, or one for each class or label.",
        params=(_SMOOTHING,),
        tasks=(*_CLASSES, "multilabel"),
        one_hot=True,
    ),
    "binary_focal_crossentropy": Choice(
        title="Focal, yes or no",
        path="keras.losses:BinaryFocalCrossentropy",
        help="The same, looking harder at what is still wrong.",
        params=(
            _GAMMA,
            Param("apply_class_balancing", "bool", False, "Weigh yes and no differently.", label="Weigh yes and no"),
            Param(
                "alpha",
                "float",
                0.25,
                "What a yes then counts; a no counts the rest to 1.",
                minimum=0.0,
                maximum=1.0,
                label="Weight of a yes",
            ),
            _SMOOTHING,
        ),
        tasks=(*_CLASSES, "multilabel"),
        one_hot=True,
    ),
    "sparse_categorical_crossentropy": Choice(
        title="Cross-entropy",
        path="keras.losses:SparseCategoricalCrossentropy",
        help="Surprise at the true class; wants a softmax over the classes.",
        tasks=_CLASSES,
    ),
    "categorical_crossentropy": Choice(
        title="Cross-entropy, one-hot",
        path="keras.losses:CategoricalCrossentropy",
        help="The same, with label smoothing.",
        params=(_SMOOTHING,),
        tasks=_CLASSES,
        one_hot=True,
    ),
    "categorical_focal_crossentropy": Choice(
        title="Focal cross-entropy",
        path="keras.losses:CategoricalFocalCrossentropy",
        help="Looks harder at what is still wrong.",
        params=(
            _GAMMA,
            Param("alpha", "float", 0.25, "What everything is multiplied by.", minimum=0.0, maximum=1.0),
            _SMOOTHING,
        ),
        tasks=_CLASSES,
        one_hot=True,
    ),
    "categorical_generalized_cross_entropy": Choice(
        title="Generalized cross-entropy",
        path="keras.losses:CategoricalGeneralizedCrossEntropy",
        help="Between cross-entropy and absolute error: wrong labels do less harm. Wants a softmax.",
        params=(Param("q", "float", 0.5, "Near 0 cross-entropy, at 1 absolute error.", minimum=0.01, maximum=0.99),),
        tasks=_CLASSES,
    ),
    "kl_divergence": Choice(
        title="Kullback-Leibler divergence",
        path="keras.losses:KLDivergence",
        help="Distance from the true distribution; wants a softmax.",
        tasks=_CLASSES,
        one_hot=True,
    ),
    "hinge": Choice(
        title="Hinge",
        path="keras.losses:Hinge",
        help="Margin of a support vector machine; wants a linear or tanh output.",
        tasks=("binary",),
    ),
    "squared_hinge": Choice(
        title="Squared hinge",
        path="keras.losses:SquaredHinge",
        help="The same, harder on large mistakes.",
        tasks=("binary",),
    ),
    "categorical_hinge": Choice(
        title="Categorical hinge",
        path="keras.losses:CategoricalHinge",
        help="Margin between the true class and the next; wants linear outputs.",
        tasks=_CLASSES,
        one_hot=True,
    ),
    "cosine_similarity": Choice(
        title="Cosine similarity",
        path="keras.losses:CosineSimilarity",
        help="The angle between the outputs and the true class; −1 is the best.",
        tasks=_CLASSES,
        one_hot=True,
    ),
    "mean_squared_error": Choice(
        title="Mean squared error", path="keras.losses:MeanSquaredError", help="Large errors weigh most.", one_hot=True
    ),
    "mean_absolute_error": Choice(
        title="Mean absolute error", path="keras.losses:MeanAbsoluteError", help="Robust to outliers.", tasks=_REAL
    ),
    "huber": Choice(
        title="Huber",
        path="keras.losses:Huber",
        help="Squared near zero, absolute far away.",
        params=(
            Param("delta", "float", 1.0, "Where it changes from squared to absolute.", minimum=1e-3, maximum=100.0),
        ),
        tasks=_REAL,
    ),
    "log_cosh": Choice(title="Log-cosh", path="keras.losses:LogCosh", help="A smooth absolute error.", tasks=_REAL),
    "poisson": Choice(
        title="Poisson",
        path="keras.losses:Poisson",
        help="For counts; wants outputs above 0 (softplus or exponential) and targets that are not scaled.",
        tasks=_REAL,
    ),
    "mean_squared_logarithmic_error": Choice(
        title="Mean squared logarithmic error",
        path="keras.losses:MeanSquaredLogarithmicError",
        help="Errors as factors; wants outputs above 0 and targets that are not scaled.",
        tasks=_REAL,
    ),
    "mean_absolute_percentage_error": Choice(
        title="Mean absolute percentage error",
        path="keras.losses:MeanAbsolutePercentageError",
        help="Errors in per cent of the target; wants targets that are not scaled and not near 0.",
        tasks=_REAL,
    ),
}
