"""The lines of Python that compute a number again, from the numbers that went in."""

import re

import numpy as np

from nnviz.inspection.arithmetic.records import Arithmetic, Block

MOST_NUMBERS = 2_000
"""Up to so many numbers are written out."""


def lines_of(number: Arithmetic) -> str:
    """Python that needs NumPy alone and ends with the number; for very many numbers, how nnviz is asked for them."""
    size = sum(block.values.size for step in number.steps for block in step.blocks.values())
    return _asked(number) if size > MOST_NUMBERS else _written(number)


def _written(number: Arithmetic) -> str:
    lines, known = [], set()
    for step in number.steps:
        lines.append(f"# {step.group + ': ' if step.group else ''}{step.title}")
        for name, block in step.blocks.items():
            if name not in known:
                lines.append(f"{name} = {_literal(block)}")
        lines += [f"{name} = {value!r}" for name, value in step.numbers.items() if name not in known]
        known |= {*step.blocks, *step.numbers, step.symbol}
        lines.append(f"{step.symbol} = {step.code}")
    lines.append(f"print({number.steps[-1].symbol})  # the network: {number.value:.9g}")
    text = "\n".join(lines)
    modules = [f"import {name}{' as np' if name == 'numpy' else ''}" for name in ("math", "numpy") if _uses(text, name)]
    return "\n".join([*modules, "", text]) if modules else text


def _uses(text: str, module: str) -> bool:
    return re.search(r"\bmath\." if module == "math" else r"\bnp\.", text) is not None


def _literal(block: Block) -> str:
    """Whole float32 numbers in few digits; the rest in full."""
    values = block.values
    if np.array_equal(values.astype(np.float32), values, equal_nan=True):
        values = np.array([float(str(value)) for value in values.ravel().astype(np.float32)]).reshape(values.shape)
    if block.values.ndim == 0:
        return repr(float(values))
    return f"np.array({values.tolist()})".replace("inf", "np.inf").replace("nan", "np.nan")


def _asked(number: Arithmetic) -> str:
    lines = ["import math", "", "import numpy as np", "import nnviz", ""]
    training = ", training=True" if number.mode == "training" else ""
    lines.append("# model: the Keras model; x: the example, as the model takes it")
    lines.append(f"number = nnviz.arithmetic(model, x, {number.title!r}, {number.index!r}{training})")
    lines += ["names = {'np': np, 'math': math}", "for step in number.steps:"]
    lines += ["    names |= {name: block.values for name, block in step.blocks.items()} | dict(step.numbers)"]
    lines += ["    names[step.symbol] = eval(step.code, names)", "print(names[number.steps[-1].symbol], number.value)"]
    return "\n".join(lines)
