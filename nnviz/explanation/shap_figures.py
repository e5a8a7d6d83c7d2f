"""`ShapValues` → the arrays that its figures are drawn from."""

import numpy as np

from nnviz.explanation.shap_records import WHOLE
from nnviz.plots import attribution
from nnviz.plots import shap as plots


def waterfall(shap, example, column, dark, options):
    pairs = zip(shap.names, shap.texts(example), strict=True)
    labels = [f"{name} = {text}" if text else name for name, text in pairs]
    arguments = {"unit": shap.target.unit, **options}
    return plots.waterfall(
        shap.values[example], labels, float(shap.base[example]), float(shap.output[example]), dark, **arguments
    )


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
    categories = shap.columns[column].categories if shap.columns else ()
    dates = bool(shap.columns) and shap.columns[column].kind == "date"
    return plots.scatter(
        shap.data[:, column],
        shap.values[:, column],
        shap.names[column],
        dark,
        categories=categories,
        dates=dates,
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
