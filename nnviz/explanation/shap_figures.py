"""`ShapValues` → the arrays that its figures are drawn from."""

import numpy as np

from nnviz.explanation.shap_records import WHOLE
from nnviz.plots import attribution, shap_decision, shap_force, shap_groups, shap_heat, shap_scatter
from nnviz.plots import shap as plots


def waterfall(shap, example, column, dark, options):
    return _steps(plots.waterfall, shap, example, dark, options)


def force(shap, example, column, dark, options):
    return _steps(shap_force.force, shap, example, dark, options)


def _steps(draw, shap, example, dark, options):
    arguments = {"unit": shap.target.unit, **options}
    base, output = float(shap.base[example]), float(shap.output[example])
    return draw(shap.values[example], shap.labels(example), base, output, dark, **arguments)


def heatmap(shap, example, column, dark, options):
    arguments = {"unit": shap.target.unit, "texts": _texts(shap), **options}
    return shap_heat.heatmap(shap.values, shap.output, float(shap.base.mean()), shap.names, dark, **arguments)


def decision(shap, example, column, dark, options):
    return shap_decision.decision(shap.values, shap.base, shap.names, dark, **{"unit": shap.target.unit, **options})


def groups(shap, example, column, dark, options):
    cohorts = options.pop("cohorts")
    arguments = {"unit": shap.target.unit, "classes": cohorts.classes, **options}
    means = cohorts.means(shap.values)
    return shap_groups.groups(means, shap.names, cohorts.names, cohorts.counts, dark, **arguments)


def bar(shap, example, column, dark, options):
    return plots.importance(shap.importance, shap.names, len(shap), dark, **{"unit": shap.target.unit, **options})


def beeswarm(shap, example, column, dark, options):
    ordered = [not entry.categories and entry.kind != WHOLE for entry in shap.columns] or [True] * len(shap.names)
    texts = _texts(shap)
    return plots.beeswarm(
        shap.values,
        shap.data,
        shap.names,
        dark,
        ordered=np.array(ordered),
        texts=texts,
        **{"unit": shap.target.unit, **options},
    )


def scatter(shap, example, column, dark, options):
    column = int(shap.importance.argmax()) if column is None else column
    other = options.pop("other", None)
    own = shap.columns[column] if shap.columns else None
    beside = {}
    if other is not None:
        categories = shap.columns[other].categories if shap.columns else ()
        beside = {"other": shap.data[:, other], "other_name": shap.names[other], "other_categories": categories}
    return shap_scatter.scatter(
        shap.data[:, column],
        shap.values[:, column],
        shap.names[column],
        dark,
        categories=own.categories if own else (),
        dates=bool(own) and own.kind == "date",
        **beside,
        **{"unit": shap.target.unit, **options},
    )


def image(shap, example, column, dark, options):
    picture = shap.data[example]
    same = [i for i in range(len(shap)) if np.array_equal(shap.data[i], picture)]
    labels = [shap.target.label(i) for i in same]
    return plots.image_maps(picture, shap.values[same], labels, dark, **options)


def text(shap, example, column, dark, options):
    tokens = options.pop("tokens", None) or [str(token) for token in shap.data[example]]
    values = shap.values[example]
    ends = max([k + 1 for k, token in enumerate(tokens) if token or values[k]], default=1)
    shown = [token or "·" for token in tokens[:ends]]
    return attribution.token_attribution(shown, values[:ends], dark, **options)


def _texts(shap) -> np.ndarray:
    return np.array([shap.texts(i) for i in range(len(shap))], object)
