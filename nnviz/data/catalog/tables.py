"""Tables of numbers: real ones, and one with a fault that real ones have too."""

from nnviz.data import known
from nnviz.data.catalog.kinds import TABLES, Source, points, real
from nnviz.params import Param

CHOSEN = ("none", "on training", "on all")
JUDGES = ("by chance", "by bottle", "new wines", "new wines by bottle")
SPOILT = (
    Param(
        "unit", "float", 1.0, "All values of proline times this.", minimum=1e-6, maximum=1e6, usual=1000.0, label="Unit"
    ),
    Param("gaps", "float", 0.0, "Share of the known wines' cells that are empty.", minimum=0.0, maximum=0.9),
    Param("device", "bool", False, "Flavanoids below 1.5 are not told.", label="Coarse device"),
    Param(
        "typing",
        "float",
        1.0,
        "One value of proline times this.",
        minimum=1e-6,
        maximum=1e6,
        usual=100.0,
        label="Typing error",
    ),
    Param("numbered", "bool", False, "The number of the sample is a column.", label="Sample numbers"),
    Param("measured", "int", 1, "Rows of each bottle, hardly different.", minimum=1, maximum=5, label="Measured"),
    Param("judge", "choice", JUDGES[0], "Which wines validate.", choices=JUDGES, label="Validated"),
    Param(
        "chosen",
        "choice",
        CHOSEN[0],
        "The ten best of 2,000 columns of chance.",
        choices=CHOSEN,
        label="Chance columns",
    ),
)

ENTRIES = (
    Source(
        name="loans",
        title="Loans",
        group=TABLES,
        kind="vector",
        task="binary",
        params=(
            points(800, label="Loans"),
            Param("leak", "bool", True, "A column that is only known once the loan has ended.", label="Reminders sent"),
        ),
        function="nnviz.data.pitfalls:loans",
        help="Made-up loans, repaid or not. One column is from after the end: a leak to find.",
        credit="Made by nnviz",
        schema=known.loans,
        truth=True,
    ),
    real("iris", "Iris", "150 flowers, four lengths, three species.", known.IRIS, "R. A. Fisher, 1936"),
    real(
        "wine",
        "Wine",
        "178 wines, 13 chemical measurements, three cultivars.",
        known.WINE,
        "M. Forina et al., UCI Machine Learning Repository, 1991",
    ),
    real(
        "breast_cancer",
        "Breast cancer",
        "569 tumours, 30 measurements of their cell nuclei.",
        known.BREAST_CANCER,
        "W. H. Wolberg, W. N. Street and O. L. Mangasarian, UCI repository, 1995",
    ),
    Source(
        name="spoilt_wine",
        title="Wine with faults",
        group=TABLES,
        kind="vector",
        task="multiclass",
        params=SPOILT,
        function="nnviz.data.spoilt:wine",
        help="The 178 wines with the faults of real tables, each to switch on: units, gaps, a typing error, leaks.",
        credit="M. Forina et al., UCI Machine Learning Repository, 1991; the faults are made",
        columns=True,
    ),
    Source(
        name="tips",
        title="Tips",
        group=TABLES,
        kind="vector",
        task="regression",
        params=(),
        function="nnviz.data.shipped_tables:tips",
        help="244 bills of a restaurant: the tip, from the bill, the day, and who paid. Numbers and names.",
        credit="P. G. Bryant and M. Smith, Practical Data Analysis, 1995; shipped with plotly",
        columns=True,
    ),
    Source(
        name="countries",
        title="Countries",
        group=TABLES,
        kind="vector",
        task="regression",
        params=(),
        function="nnviz.data.shipped_tables:countries",
        help="142 countries in 2007: life expectancy, from continent, population and income.",
        credit="Gapminder Foundation, gapminder.org, CC BY; shipped with plotly",
        columns=True,
    ),
    real(
        "diabetes",
        "Diabetes",
        "442 patients, ten measurements, the disease's progression after a year.",
        known.DIABETES,
        "B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, 2004",
    ),
    real(
        "linnerud",
        "Linnerud",
        "20 men of a fitness club, three exercises; weight, waist and pulse, three numbers to predict.",
        known.LINNERUD,
        "A. C. Linnerud, North Carolina State University; M. Tenenhaus, 1998",
    ),
)
