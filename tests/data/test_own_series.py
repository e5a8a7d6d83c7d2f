"""A table with several rows for each sequence: every row finds its sequence and its place, whatever their order."""

import numpy as np
import pandas as pd
import pytest

import nnviz
from nnviz.data.load import load, read
from nnviz.errors import NnvizError


def walked(count: int = 30) -> pd.DataFrame:
    """Rows of sequences of 3 to 8 steps, mixed; the value at step k of sequence s is 100 s + k."""
    rng = np.random.default_rng(0)
    rows = []
    for s, steps in enumerate(rng.integers(3, 9, count)):
        rows += [(f"walk {s}", k, 100.0 * s + k, -k / 2, "long" if steps > 5 else "short") for k in range(steps)]
    frame = pd.DataFrame(rows, columns=["walk", "time", "height (m)", "speed", "kind"])
    return frame.sample(frac=1, random_state=1).reset_index(drop=True)


def spec_of(home, frame: pd.DataFrame, **settings):
    path = home / "walks.csv"
    frame.to_csv(path, index=False)
    return nnviz.own_data(path, source="own_series", **settings)


def test_rows_in_any_order_become_sequences_of_their_own_length(home):
    frame = walked()
    corrected = {"walk": {"role": "group"}}
    raw = read(spec_of(home, frame, columns=corrected, target="kind"))
    schema = raw.schema
    assert (schema.kind, schema.padded, schema.feature_names) == ("sequence", True, ("height (m)", "speed"))
    assert schema.class_names == ("long", "short") and len(raw.x) == 30
    steps = frame.groupby("walk").size()
    for x, y in zip(raw.x, raw.y, strict=True):
        own = x[np.isfinite(x[:, 0])]
        number = int(own[0, 0] // 100)
        assert own[:, 0].tolist() == [100.0 * number + k for k in range(steps[f"walk {number}"])]
        assert (schema.class_names[y] == "long") == (len(own) > 5)
    data = load(spec_of(home, frame, columns=corrected, target="kind"))
    assert nnviz.suggest(data.schema).layers[0].kind == "Masking"


def test_what_says_which_rows_belong_together_is_guessed_or_asked_for(home):
    named = walked().rename(columns={"walk": "id"})
    assert len(read(spec_of(home, named, target="kind")).x) == 30
    in_runs = walked().sort_values(["walk", "time"])
    assert len(read(spec_of(home, in_runs, target="kind")).x) == 30
    with pytest.raises(NnvizError, match="No column says which rows belong to one sequence"):
        load(spec_of(home, walked(), target="kind"))
    changing = named.assign(kind=np.where(np.arange(len(named)) % 2, "a", "b"))
    with pytest.raises(NnvizError, match="kind changes within the sequence 'walk"):
        load(spec_of(home, changing, target="kind"))
    few = read(spec_of(home, named, target="kind", limit=20))
    assert len(few.x) == 20 and "20 of 30 sequences" in " ".join(few.notes)
