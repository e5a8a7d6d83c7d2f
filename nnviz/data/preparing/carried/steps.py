"""Fitted steps of preparation applied to examples. Needs NumPy alone, and travels with an exported network.

Examples are a dictionary: the name of a column → its values (n,) float64, NaN where one is missing; images, sequences
and texts are one entry. A fitted step is a dictionary of numbers and words, as JSON holds it:

    {"name": "scale", "columns": {"age": {"how": "standard", "offset": 38.2, "scale": 12.9}}}

What a step makes new is called by the names under "into". The same lines prepare what a network is trained on, what it
is asked in use, and what an export is asked.
"""

import math
import re

import numpy as np

_DAY_SECONDS = 86_400
_CHUNK = 2_000_000
"""Distances that are held at once."""


def apply(steps, parts, categories=None):
    """The examples after all steps.

    Args:
        steps: fitted, in their order.
        parts: column → (n,) values, or one entry (n, …).
        categories: column → the names that the codes 0, 1, … of a category stand for.
    """
    categories = dict(categories or {})
    for step in steps:
        parts = STEPS[step["name"]](parts, step, categories)
    return parts


def stacked(parts):
    """(n, features) of a table's columns, or the single entry of anything else."""
    arrays = list(parts.values())
    return arrays[0] if arrays and np.ndim(arrays[0]) > 1 else np.stack(arrays, axis=1)


def _each(change):
    """A step that changes every one of its columns by itself: into another one, or into several that are named."""

    def step(parts, fitted, categories):
        result = {}
        for name, values in parts.items():
            own = fitted["columns"].get(name)
            changed = values if own is None else change(values, own, categories.get(name, ()))
            if isinstance(changed, list):
                result.update(zip(own["into"], changed, strict=True))
            else:
                result[name] = changed
        return result

    return step


def filled(parts, fitted, categories):
    """Missing values replaced; beside a column, where asked for, another one that is 1 where its value was missing."""
    result = {}
    nearest = _neighbours(parts, fitted["neighbours"]) if fitted.get("neighbours") else {}
    for name, values in parts.items():
        own = fitted["columns"].get(name)
        if own is None:
            result[name] = values
            continue
        gaps = np.isnan(values)
        result[name] = values
        if name in nearest:
            result[name] = np.where(gaps, nearest[name], values)
        elif own.get("word") is not None:
            result[name] = np.where(gaps, _code(name, own["word"], categories), values)
        elif own.get("fill") is not None and gaps.any():
            result[name] = np.where(gaps, own["fill"], values)
        for into in own.get("into", ()):
            result[into] = gaps.astype(float)
    return result


def _code(name, word, categories):
    """The number of a category's name; a name that the data do not hold gets the next."""
    known = list(categories.get(name, ()))
    if word not in known:
        categories[name] = known = [*known, word]
    return float(known.index(word))


def _neighbours(parts, own):
    """Column → (n,) the mean of its value over the k nearest training rows that have one; Troyanskaya et al. (2001).

    Distances skip what is missing and are scaled up for it: sqrt(columns / present · sum of squares).
    """
    names = own["columns"]
    rows = np.stack([parts[name] for name in names], axis=1)
    donors = np.array(own["donors"], float).reshape(-1, len(names))
    result = {name: np.full(len(rows), own["else"][place]) for place, name in enumerate(names)}
    lacking = np.flatnonzero(np.isnan(rows).any(axis=1))
    size = max(1, _CHUNK // max(1, len(donors)))
    for start in range(0, len(lacking), size):
        some = lacking[start : start + size]
        distances = _distances(rows[some], donors)
        for place, name in enumerate(names):
            here = np.flatnonzero(np.isnan(rows[some, place]))
            able = np.flatnonzero(~np.isnan(donors[:, place]))
            if len(here) and len(able):
                result[name][some[here]] = _mean_of_nearest(
                    distances[np.ix_(here, able)], donors[able, place], own["k"], own["else"][place]
                )
    return result


def _distances(rows, donors):
    """(rows, donors) Euclidean distances over what both have, NaN where that is nothing."""
    there, given = ~np.isnan(rows), ~np.isnan(donors)
    x, d = np.where(there, rows, 0.0), np.where(given, donors, 0.0)
    squares = (x**2) @ given.T.astype(float) - 2 * x @ d.T + there.astype(float) @ (d**2).T
    both = there.astype(float) @ given.T.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sqrt(np.where(both > 0, np.maximum(squares, 0.0) * rows.shape[1] / both, np.nan))


def _mean_of_nearest(distances, values, k, otherwise):
    far = np.where(np.isnan(distances), np.inf, distances)
    nearest = np.argsort(far, axis=1, kind="stable")[:, :k]
    usable = np.isfinite(np.take_along_axis(far, nearest, axis=1))
    counts = usable.sum(axis=1)
    sums = np.where(usable, values[nearest], 0.0).sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), otherwise)


def _clipped(values, own, _):
    return np.clip(values, own["low"], own["high"])


def _scaled(values, own, _):
    return SCALES[own["how"]](values, own)


def _affine(values, own):
    return (values - np.asarray(own["offset"])) / np.asarray(own["scale"])


def _blue_first(values, own):
    """Colours from red, green, blue to blue, green, red; then as above."""
    return _affine(values[..., ::-1], own)


def _logarithm(values, own):
    """The logarithm of 1 + |x| with the sign of x, so that 0 and negative numbers have one too."""
    return np.sign(values) * np.log1p(np.abs(values))


def _quantile(values, own):
    """The share of the training values below, from 0 to 1, in between by straight lines; or its normal score."""
    marks, shares = np.asarray(own["marks"]), np.asarray(own["shares"])
    # Where several marks are equal, the middle of their shares: interpolated from below and from above.
    upward = np.interp(values, marks, shares)
    downward = np.interp(-values, -marks[::-1], -shares[::-1])
    share = 0.5 * (upward - downward)
    share = np.where(values <= marks[0], 0.0, np.where(values >= marks[-1], 1.0, share))
    share = np.where(np.isnan(values), np.nan, share)
    return share if own["output"] == "uniform" else normal_score(share)


SCALES = {
    "standard": _affine,
    "minmax": _affine,
    "robust": _affine,
    "bgr": _blue_first,
    "log": _logarithm,
    "quantile": _quantile,
}

_LEAST_SHARE = 1e-7


def normal_score(share):
    """The number below which that share of a standard normal distribution lies, cut at ±5.2: Wichura (1988), AS 241."""
    p = np.clip(share, _LEAST_SHARE, 1 - _LEAST_SHARE)
    q = p - 0.5
    r = 0.180625 - q * q
    middle = q * _ratio(_A, _B, r)
    tail = np.sqrt(-np.log(np.where(q < 0, p, 1 - p)))
    near, far = _ratio(_C, _D, tail - 1.6), _ratio(_E, _F, tail - 5.0)
    return np.where(np.abs(q) <= 0.425, middle, np.where(q < 0, -1.0, 1.0) * np.where(tail <= 5.0, near, far))


def _ratio(above, below, r):
    return np.polyval(above[::-1], r) / np.polyval(below[::-1], r)


# fmt: off
_A = (3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
      45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727)
_B = (1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867,
      39307.895800092710610, 28729.085735721942674, 5226.4952788528545610)
_C = (1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
      1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4)
_D = (1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550, 0.148103976427480074590,
      0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9)
_E = (6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
      0.0265321895265761230930, 0.00124266094738807843860, 2.71155556874348757815e-5, 2.01033439929228813265e-7)
_F = (1.0, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525, 7.86869131145613259100e-4,
      1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15)
# fmt: on


def _encoded(values, own, categories):
    """One column of names → numbers: an input for each name, for each bucket, or the place of the name."""
    places = _places(categories, own)
    codes = np.where(np.isnan(values), len(categories), values).astype(int)
    column = np.append(places, own.get("missing", -1))[codes]
    if own["how"] in ("ordinal", "embedding"):
        return [column + float(own.get("start", 0))]
    return [(column == place).astype(float) for place in range(len(own["into"]))]


def _places(categories, own):
    """For each name of a column the input, bucket or number that it gets; that of unknown names where it is new."""
    if own["how"] == "hashing":
        return np.array([hashed(name) % own["buckets"] for name in categories], int)
    known = {name: place for place, name in enumerate(own["names"])}
    return np.array([known.get(name, own["unknown"]) for name in categories], int)


def hashed(name, seed=0):
    """The 32-bit hash of a name: MurmurHash3 (Appleby, 2011) of its UTF-8 bytes, without its sign."""
    data = name.encode("utf-8")
    mask, value = 0xFFFFFFFF, seed
    for start in range(0, len(data), 4):
        block = data[start : start + 4]
        k = int.from_bytes(block, "little") * 0xCC9E2D51 & mask
        k = (k << 15 | k >> 17) & mask
        value ^= k * 0x1B873593 & mask
        if len(block) == 4:
            value = (value << 13 | value >> 19) & mask
            value = value * 5 + 0xE6546B64 & mask
    value ^= len(data)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        value = (value ^ value >> shift) * factor & mask
    return value ^ value >> 16


def _dated(values, own, _):
    """Days since 1970 → parts of the calendar, or the sine and cosine of where in their cycle they are."""
    gaps = np.isnan(values)
    moments = _moments(np.where(gaps, 0.0, values))
    made = []
    for part, form in own["parts"]:
        number = CALENDAR[part][0](moments)
        if form != "number":
            angle = 2 * math.pi * (number - CALENDAR[part][1]) / CALENDAR[part][2]
            number = np.sin(angle) if form == "sine" else np.cos(angle)
        made.append(np.where(gaps, np.nan, number))
    return made


def _moments(days):
    return np.rint(days * _DAY_SECONDS).astype("int64").astype("datetime64[s]")


def _since(moments, larger, smaller):
    return (moments.astype(f"datetime64[{smaller}]") - moments.astype(f"datetime64[{larger}]")).astype(float)


CALENDAR = {
    "year": (lambda moments: moments.astype("datetime64[Y]").astype(float) + 1970, 0, 1),
    "month": (lambda moments: moments.astype("datetime64[M]").astype("int64") % 12 + 1.0, 1, 12),
    "day of the month": (lambda moments: _since(moments, "M", "D") + 1, 1, 31),
    "weekday": (lambda moments: (moments.astype("datetime64[D]").astype("int64") + 3) % 7 + 0.0, 0, 7),
    "day of the year": (lambda moments: _since(moments, "Y", "D") + 1, 1, 365.25),
    "hour": (lambda moments: moments.astype("int64") % _DAY_SECONDS / 3600, 0, 24),
}
"""A part of a date: its number, the smallest one, and how many there are until it begins anew. Monday is 0."""


def resized(images, own, _=()):
    """Images (n, height, width, channels) of another size: stretched; or cut, or filled up with black, to the new shape
    first. Between pixels by straight lines, over several where they become fewer (a triangle filter)."""
    height, width = own["height"], own["width"]
    rows, columns = images.shape[1:3]
    if own["how"] == "crop":
        most = min(rows, int(columns * height / width)), min(columns, int(rows * width / height))
        images = centred(images, *most)
    elif own["how"] == "pad":
        least = max(rows, int(columns * height / width)), max(columns, int(rows * width / height))
        above, left = (least[0] - rows) // 2, (least[1] - columns) // 2
        beside = ((0, 0), (above, least[0] - rows - above), (left, least[1] - columns - left), (0, 0))
        images = np.pad(images, beside)
    across, down = _triangles(images.shape[2], width), _triangles(images.shape[1], height)
    return np.einsum("hr,nrwc->nhwc", down, np.einsum("wk,nrkc->nrwc", across, images, optimize=True), optimize=True)


def _triangles(size, wanted):
    """(wanted, size) how much each old pixel counts in each new one."""
    ratio = size / wanted
    middle = (np.arange(wanted) + 0.5) * ratio - 0.5
    distance = np.abs(np.arange(size)[None] - middle[:, None]) / max(ratio, 1.0)
    weights = np.maximum(0.0, 1.0 - distance)
    return weights / weights.sum(axis=1, keepdims=True)


def centred(images, height, width):
    """The middle of images (n, rows, columns, channels)."""
    above, left = (images.shape[1] - height) // 2, (images.shape[2] - width) // 2
    return images[:, above : above + height, left : left + width]


def _cropped(images, own, _):
    return centred(images, own["height"], own["width"])


def _covered(images, own, _):
    """An area of every image in one colour."""
    covered = images.copy()
    row, column = own["row"], own["column"]
    covered[:, row : row + own["height"], column : column + own["width"]] = own["fill"]
    return covered


def _greyed(images, own, _):
    """One channel of three: how bright each colour looks (ITU-R BT.601)."""
    return (images @ np.asarray(own["weights"]))[..., None] if images.shape[-1] == 3 else images


def joined(text, columns, between):
    """A text as it is; of several, {column: text}, one after the other with a mark between them."""
    if not columns or isinstance(text, str):
        return text
    return f" {between} ".join(str(text.get(name) or "").strip() for name in columns).strip()


_MOST_READ = 1_000
"""Words or characters of a text that are read at all."""
_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_PUNCTUATION = re.compile(r"""[!"#$%&()*+,\-./:;<=>?@\[\\\]^_`{|}~']""")


def split_text(text, unit="words", standardize="marks", without=()):
    """The words or the characters of a text.

    Args:
        unit: "words" or "characters".
        standardize: "marks": small letters, every mark a word of its own; "strip": small letters without punctuation,
            "lower": small letters, "none": as it is, all three with words between white space, as Keras splits them.
        without: words or characters that are passed over, as if they were not there.
    """
    parts = _split(text, unit, standardize)
    return [part for part in parts if part not in without] if without else parts


def _split(text, unit, standardize):
    if standardize != "none":
        text = text.lower()
    if standardize == "marks":
        text = text.replace("’", "'")
    elif standardize == "strip":
        text = _PUNCTUATION.sub("", text)
    if unit == "characters":
        return list(text[:_MOST_READ])
    return (_WORD.findall(text) if standardize == "marks" else text.split())[:_MOST_READ]


def _kept(parts, fitted, categories):
    """Columns that no step turned into numbers are left out."""
    return {name: values for name, values in parts.items() if name not in fitted["columns"]}


STEPS = {
    "missing": filled,
    "outliers": _each(_clipped),
    "scale": _each(_scaled),
    "categories": _each(_encoded),
    "dates": _each(_dated),
    "resize": _each(resized),
    "crop": _each(_cropped),
    "cover": _each(_covered),
    "grey": _each(_greyed),
    "rescale": _each(_scaled),
    "left_out": _kept,
}
