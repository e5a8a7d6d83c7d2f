"""Formulas: a small part of TeX → MathML, which every browser draws and every screen reader reads.

Known: `\\frac{a}{b}`, `\\sqrt{a}`, `\\hat{a}`, `\\text{words}`, `\\cases{a & if b \\\\ c & if d}`, `_`, `^`, Greek
letters, the operators in `_SIGNS`, and `\\part{name}{…}`, which ties what stands in it to the part of the picture of
that name (several names with spaces between them: to all of them).
"""

import re
from html import escape

from nnviz.errors import SpecError

_GREEK = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "eta": "η",
    "theta": "θ",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "pi": "π",
    "psi": "ψ",
    "omega": "ω",
    "Delta": "Δ",
    "Sigma": "Σ",
    "Omega": "Ω",
}
_SIGNS = {
    "cdot": "·",
    "times": "×",
    "sum": "∑",
    "partial": "∂",
    "nabla": "∇",
    "le": "≤",
    "ge": "≥",
    "ne": "≠",
    "to": "→",
    "leftarrow": "←",
    "approx": "≈",
    "pm": "±",
    "max": "max",
    "min": "min",
    "exp": "exp",
    "log": "log",
    "tanh": "tanh",
    "odot": "⊙",
    "infty": "∞",
    "star": "∗",
    "dots": "…",
    "lfloor": "⌊",
    "rfloor": "⌋",
}
_TOKEN = re.compile(r"\\\\|\\[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.S)


def mathml(text: str) -> str:
    """The `<math>` element of one formula.

    Raises:
        SpecError: a command that is not known, or a brace without its partner.
    """
    tokens = _TOKEN.findall(text)
    body = _row(tokens)
    if tokens:
        raise SpecError(f"The formula {text!r} has a closing brace too many.", expected="as many { as }")
    return f'<math display="block">{body}</math>'


def _row(tokens: list[str], ends: tuple[str, ...] = ()) -> str:
    """Everything up to one of `ends` or the closing brace, which stay."""
    parts: list[str] = []
    while _here(tokens) and tokens[0] != "}" and tokens[0] not in ends:
        if tokens[0] in "_^":
            mark, base = tokens.pop(0), parts.pop() if parts else "<mrow></mrow>"
            other = _atom(tokens)
            if _here(tokens) and tokens[0] in "_^" and tokens[0] != mark:
                tokens.pop(0)
                second = _atom(tokens)
                below, above = (other, second) if mark == "_" else (second, other)
                wide = "munderover" if "∑" in base else "msubsup"
                parts.append(f"<{wide}>{base}{below}{above}</{wide}>")
            else:
                tag = ("munder" if "∑" in base else "msub") if mark == "_" else "msup"
                parts.append(f"<{tag}>{base}{other}</{tag}>")
        else:
            parts.append(_atom(tokens))
    return "".join(parts)


def _here(tokens: list[str]) -> bool:
    """Drops the spaces that come next; whether anything is left."""
    while tokens and tokens[0].isspace():
        tokens.pop(0)
    return bool(tokens)


def _atom(tokens: list[str]) -> str:
    if not _here(tokens):
        raise SpecError("A formula ends in the middle.", expected="something after _, ^ or a command")
    token = tokens.pop(0)
    if token == "{":
        return f"<mrow>{_braced(tokens)}</mrow>"
    if token.startswith("\\"):
        return _command(token[1:], tokens)
    if token[0].isdigit():
        return f"<mn>{token}</mn>"
    return f"<mi>{token}</mi>" if token.isalpha() else f"<mo>{escape('−' if token == '-' else token)}</mo>"


def _braced(tokens: list[str]) -> str:
    """The row up to the brace that closes it; its opening brace is already gone."""
    body = _row(tokens)
    if not tokens:
        raise SpecError("A formula has an opening brace too many.", expected="as many { as }")
    tokens.pop(0)
    return body


def _command(name: str, tokens: list[str]) -> str:
    if name == "frac":
        return f"<mfrac>{_atom(tokens)}{_atom(tokens)}</mfrac>"
    if name == "sqrt":
        return f"<msqrt>{_atom(tokens)}</msqrt>"
    if name == "hat":
        return f'<mover accent="true">{_atom(tokens)}<mo>^</mo></mover>'
    if name == "text":
        return f"<mtext>{_words(tokens)}</mtext>"
    if name == "part":
        return f'<mrow class="nl-symbol" data-part="{_words(tokens)}">{_atom(tokens)}</mrow>'
    if name == "cases":
        return _cases(tokens)
    if name == "quad":
        return '<mspace width="1.4em"></mspace>'
    if name in _GREEK:
        return f"<mi>{_GREEK[name]}</mi>"
    if name in _SIGNS:
        tag = "mi" if _SIGNS[name].isalpha() else "mo"
        return f"<{tag}>{_SIGNS[name]}</{tag}>"
    raise SpecError(f"The formula's command \\{name} is not known.", expected="one that nnviz/views/formula.py lists")


def _words(tokens: list[str]) -> str:
    """The plain words in the braces that follow."""
    if not _here(tokens) or tokens.pop(0) != "{":
        raise SpecError("A formula's command lacks its braces.", expected="\\text{words} or \\part{name}{…}")
    words = []
    while tokens and tokens[0] != "}":
        words.append(tokens.pop(0))
    if not tokens:
        raise SpecError("A formula has an opening brace too many.", expected="as many { as }")
    tokens.pop(0)
    return escape("".join(words))


def _cases(tokens: list[str]) -> str:
    if not _here(tokens) or tokens.pop(0) != "{":
        raise SpecError("\\cases lacks its braces.", expected="\\cases{a & if b \\\\ c & if d}")
    rows, cells = [], []
    while tokens and tokens[0] != "}":
        cells.append(f"<mtd>{_row(tokens, ('&', chr(92) * 2))}</mtd>")
        end = tokens[0] if tokens else ""
        if end != "}" and tokens:
            tokens.pop(0)
        if end != "&":
            rows.append(f"<mtr>{''.join(cells)}</mtr>")
            cells = []
    if not tokens:
        raise SpecError("A formula has an opening brace too many.", expected="as many { as }")
    tokens.pop(0)
    return f'<mrow><mo stretchy="true">{{</mo><mtable columnalign="left left">{"".join(rows)}</mtable></mrow>'
