"""`python -m nnviz.explanation.shap_process FOLDER`: run shap's DeepExplainer or GradientExplainer where they
can harm nothing else.

FOLDER holds `model.keras`, `inputs.npz` (x_0 …, background_0 …) and `request.json`; `values.npz` is written
there, with values_0 … (n, …, outputs) and the expected outputs, and of what was drawn the standard errors errors_0 … of
the same shape; or `error.txt` with one sentence.
"""

import json
import os
import re
import sys
import warnings
from pathlib import Path


def main(folder: Path) -> int:
    """Exit status 0 when `values.npz` was written, 1 when `error.txt` was."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    warnings.filterwarnings("ignore")
    try:
        explain(folder)
    except Exception as error:  # whatever shap or a layer raises is reported, not printed
        (folder / "error.txt").write_text(_said(error))
        return 1
    return 0


def explain(folder: Path) -> None:
    """Read the request, run shap, write the values."""
    import keras
    import numpy as np

    from nnviz.explanation.shap_package import package

    shap = package()

    request = json.loads((folder / "request.json").read_text())
    model = keras.models.load_model(folder / "model.keras", compile=False, safe_mode=True)
    if request["without"]:
        _strip(model, request["without"])
    output = keras.tree.flatten(model(model.inputs))[request["output"]]
    if request["squash"]:
        output = keras.layers.Activation(request["squash"])(output)
    chosen = keras.Model(model.inputs, output)
    with np.load(folder / "inputs.npz") as arrays:
        x, background = ([arrays[f"{name}_{k}"] for k in range(request["inputs"])] for name in ("x", "background"))
    rows, examples = (own if len(own) > 1 else own[0] for own in (background, x))
    if request["explainer"] == "gradient":
        expected = np.asarray(chosen(rows)).mean(0)
        drawn = {"nsamples": request["samples"], "rseed": request["seed"], "return_variances": True}
        values, variances = shap.GradientExplainer(chosen, rows).shap_values(examples, **drawn)
        each = [one if len(x) > 1 else [one] for one in variances]  # of every output, one array an input
        stacked = [np.stack(own, -1) for own in zip(*each, strict=True)]
        errors = [np.sqrt(one / np.sqrt(request["samples"])) for one in stacked]  # shap's are variance / √draws
    else:
        explainer, errors = shap.DeepExplainer(chosen, rows), []
        values, expected = explainer.shap_values(examples, check_additivity=False), explainer.expected_value
    named = {f"values_{k}": one for k, one in enumerate(_arrays(values, x))}
    named |= {f"errors_{k}": one for k, one in enumerate(errors)}
    np.savez(folder / "values.npz", expected=np.ravel(expected), **named)


def _arrays(values, x: list) -> list:
    """(n, …, outputs) of each input, whichever way shap packs them."""
    import numpy as np

    arrays = [np.asarray(one) for one in (values if isinstance(values, list) else [values])]
    return [own if own.ndim > given.ndim else own[..., None] for own, given in zip(arrays, x, strict=True)]


def _strip(model, path: str) -> None:
    """Take away the last activation, so that the model returns logits. The model is this process's own."""
    import keras

    from nnviz.inspection.probe import activated
    from nnviz.models.layer_paths import find_layer

    layer = activated(find_layer(model, path))
    if isinstance(layer, keras.layers.Softmax):
        object.__setattr__(layer, "call", lambda inputs, *args, **kwargs: inputs)
    else:
        layer.activation = keras.activations.linear


def _said(error: Exception) -> str:
    missing = re.search(r"gradient registry has no entry for: shap_(\w+)", str(error))
    if missing:
        return f"shap has no rule for its operation {missing[1]}."
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = lines[-1] if lines else type(error).__name__
    return (text if len(text) < 300 else text[:299] + "…").rstrip(".") + "."


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
