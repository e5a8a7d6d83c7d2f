"""Settings that several methods have."""

from nnviz.params import Param

BASELINES = ("zeros", "mean", "blur", "black")
BASELINE = Param("baseline", "choice", "zeros", "What the example is compared with", choices=BASELINES)
BLUR = Param("blur_sigma", "float", 4.0, "Width of the blur, in pixels", minimum=0.5, maximum=50.0, advanced=True)
TOLERANCE = Param(
    "tolerance",
    "float",
    1e-3,
    "Refine the path until the relative residual is below this; 0 never refines",
    minimum=0.0,
    maximum=1.0,
    log=True,
    advanced=True,
)
MAX_STEPS = Param(
    "max_steps", "int", 1024, "Gradients at most, per path", minimum=1, maximum=100_000, log=True, advanced=True
)
ROWS = Param(
    "background_rows",
    "int",
    20,
    "How many examples of the training part it compares with.",
    minimum=1,
    maximum=1000,
    label="Background examples",
)
LIMIT = Param(
    "time_limit",
    "float",
    60.0,
    "Seconds after which it ends with what it has",
    minimum=1.0,
    maximum=3600.0,
    advanced=True,
)
ENOUGH = Param(
    "time_limit",
    "float",
    60.0,
    "Seconds that it may take; where it would take longer, it says so at once",
    minimum=1.0,
    maximum=3600.0,
    advanced=True,
)
SEGMENTS = Param(
    "segments",
    "choice",
    "superpixels",
    "How an image is cut into parts: pixels of alike colour together, or squares",
    choices=("superpixels", "squares"),
    advanced=True,
)
GROUPS = Param(
    "groups",
    "ints",
    None,
    "The group that each number of the example belongs to, such as 0, 0, 1; none: every column or word is one",
    minimum=0,
    maximum=1_000_000,
    optional=True,
    advanced=True,
)


def regions(default: int) -> Param:
    """Into how many parts an image or a sequence is put together."""
    text = "Put an image or a sequence together into at most so many parts; 0 leaves every number alone"
    return Param("regions", "int", default, text, minimum=0, maximum=10_000, label="Parts", advanced=True)


HIDE = Param(
    "hide",
    "choice",
    "background",
    "What stands in for a hidden part: the same part of the background examples, zeros, or for images a blur or what "
    "is around it.",
    choices=("background", "zeros", "blur", "inpaint"),
    label="Hidden parts become",
)
REGIONS = Param(
    "regions",
    "int",
    64,
    "Put an image or a sequence together into at most so many regions; 0 leaves every number alone",
    minimum=0,
    maximum=10_000,
    advanced=True,
)
