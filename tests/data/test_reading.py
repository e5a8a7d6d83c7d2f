"""How a file is read is guessed from it, and what a person says instead holds."""

import numpy as np
import pandas as pd
import pytest

import nnviz
from nnviz.data.load import load, read
from nnviz.data.own import reading, text_tables
from nnviz.data.own.how_read import how_read
from nnviz.errors import NnvizError
from nnviz.specs import Experiment
from nnviz.training.codegen import training_code

HOW = reading.Reading("UTF-8", "comma", "names", "point")
ROWS = [(k * 0.5, k % 3, f"x{k % 2}") for k in range(60)]


def spec_of(text: str | bytes, home, name: str = "own.csv", **fields):
    path = home / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return nnviz.own_data(path, **fields)


def written(separator: str, decimal: str = ".", names: str = "a,b,c", quote: str = "") -> str:
    lines = [separator.join([f"{quote}{a}{quote}".replace(".", decimal), str(b), c]) for a, b, c in ROWS]
    return "\n".join([*([names.replace(",", separator)] if names else []), *lines])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (written(","), {"separator": "comma", "decimal": "point", "encoding": "UTF-8", "header": "names"}),
        (written(";", ","), {"separator": "semicolon", "decimal": "comma"}),
        (written(";"), {"separator": "semicolon", "decimal": "point"}),
        (written("\t", ","), {"separator": "tab", "decimal": "comma"}),
        (written("|"), {"separator": "bar"}),
        (written(" "), {"separator": "space"}),
        (written(",", ",", quote='"'), {"separator": "comma", "decimal": "comma"}),
        (written(",", names=""), {"header": "values"}),
        (written(",", names="").encode("utf-16"), {"header": "values", "encoding": "UTF-16"}),
        (written(",").encode("utf-16-le"), {"encoding": "UTF-16"}),
        (written(",", names="größe,b,c").encode("cp1252"), {"encoding": "Windows-1252"}),
        (written(",").encode("utf-8-sig"), {"encoding": "UTF-8"}),
    ],
    ids=lambda value: ", ".join(value.values()) if isinstance(value, dict) else "",
)
def test_tables_are_read_however_they_were_written(home, text, expected):
    spec = spec_of(text, home)
    guessed = {guess.name: guess.value for guess in how_read(spec).guesses}
    assert expected.items() <= guessed.items()
    raw = read(spec)
    np.testing.assert_array_equal(raw.x[:, :2], [row[:2] for row in ROWS])
    assert raw.schema.class_names == ("x0", "x1")


def test_what_a_person_says_holds(home):
    text = written(";")
    as_values = spec_of(text, home, header="values", columns={"column 3": {"role": "target"}})
    assert read(as_values).schema.class_names == ("c", "x0", "x1")
    with pytest.raises(NnvizError, match="60 rows of one column"):
        read(spec_of(text, home, separator="tab"))
    with pytest.raises(NnvizError, match="Separator|Between values"):
        read(spec_of(text, home, separator="dots"))


@pytest.mark.parametrize(
    ("form", "order", "doubtful"),
    [
        ("%d/%m/%Y", "day first", False),
        ("%m/%d/%Y", "month first", False),
        ("%d.%m.%Y %H:%M", "day first", False),
        ("%Y-%m-%d", "year first", False),
        ("%Y/%m/%dT%H:%M:%S", "year first", False),
    ],
)
def test_days_are_read_in_the_order_that_they_tell(home, form, order, doubtful):
    moments = pd.date_range("2020-01-05 13:00", periods=60, freq="D")
    frame = pd.DataFrame({"when": moments.strftime(form), "y": np.arange(60) % 2})
    spec = nnviz.own_data(frame)
    assert {g.name: g.value for g in how_read(spec).guesses}["dates"] == order
    days = moments.to_numpy("datetime64[s]").astype("int64") / 86_400
    np.testing.assert_allclose(read(spec).x[:, 0], days if "%H" in form else np.floor(days))


def test_doubtful_days_are_said_and_corrected(home):
    frame = pd.DataFrame(
        {"when": [f"{k % 12 + 1:02d}/{k % 11 + 1:02d}/2021" for k in range(60)], "y": np.arange(60) % 2}
    )
    spec = nnviz.own_data(frame)
    assert any("03/04/2021 are read with the month first" in note for note in read(spec).notes)
    corrected = nnviz.own_data(frame, dates="day first")
    expected = pd.to_datetime(frame["when"], format="%d/%m/%Y").to_numpy("datetime64[D]").astype("int64")
    np.testing.assert_array_equal(read(corrected).x[:, 0], expected)
    assert not any("03/04/2021" in note for note in read(corrected).notes)


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1,234.5", "12.25", "−"], [1234.5, 12.25]),
        (["€ 1.200", "€ 350"], [1.2, 350]),
        (["12 %", "7.5 %"], [12, 7.5]),
        (["1 234,50", "0,5"], [1234.5, 0.5]),
    ],
)
def test_numbers_are_read_with_thousands_and_signs(texts, numbers):
    from nnviz.data.own import conversions

    np.testing.assert_array_equal(conversions.numbers(pd.Series(texts)).dropna(), numbers)


def test_workbooks_and_parquet_hold_what_the_frame_holds(home):
    frame = pd.DataFrame(
        {"when": pd.date_range("2020-01-01", periods=60), "size": np.arange(60) * 0.5, "ok": np.arange(60) % 2 == 0}
    )
    frame["kind"] = np.array(["x", "y", "z"])[np.arange(60) % 3]
    expected = read(nnviz.own_data(frame))
    frame.to_parquet(home / "own.parquet")
    with pd.ExcelWriter(home / "own.xlsx") as book:
        pd.DataFrame({"about": ["nothing"]}).to_excel(book, sheet_name="About", index=False)
        frame.to_excel(book, sheet_name="Rows", index=False)
    for name in ("own.parquet", "own.xlsx"):
        raw = read(nnviz.own_data(home / name))
        np.testing.assert_array_equal(raw.x, expected.x)
        np.testing.assert_array_equal(raw.y, expected.y)
        assert raw.schema.columns == expected.schema.columns
    assert {g.name: g.value for g in how_read(nnviz.own_data(home / "own.xlsx")).guesses}["sheet"] == "Rows"
    with pytest.raises(NnvizError, match="no sheet 'Row'.*Did you mean 'Rows'"):
        read(nnviz.own_data(home / "own.xlsx", sheet="Row"))


def test_arrays_are_found_by_their_names_and_shapes(home):
    rng = np.random.default_rng(0)
    x, y = rng.random((60, 4)), np.arange(60) % 3
    np.save(home / "own.npy", np.column_stack([x, y]))
    alone = read(nnviz.own_data(home / "own.npy"))
    np.testing.assert_array_equal(alone.x, x)
    np.testing.assert_array_equal(alone.y, y)
    np.savez(home / "own.npz", x_train=x[:40], y_train=y[:40], x_test=x[40:], y_test=y[40:])
    data = load(nnviz.own_data(home / "own.npz", scaling="none"))
    np.testing.assert_allclose(data.test.x, x[40:], rtol=1e-6)
    np.testing.assert_array_equal(data.test.y, y[40:])
    np.savez(home / "own.npz", pixels=rng.random((60, 5, 5, 1)), names=np.array(["cat", "dog"])[np.arange(60) % 2])
    assert read(nnviz.own_data(home / "own.npz")).schema.class_names == ("cat", "dog")
    assert read(nnviz.own_data(home / "own.npz", targets="the inputs themselves")).schema.reconstructs


def test_a_frame_a_path_and_arrays_load_at_once(home):
    frame = pd.DataFrame({"size": np.arange(60) * 0.5, "price": np.arange(60) * 3.0 + 1})
    frame.to_csv(home / "houses.csv", index=False)
    ours, file = nnviz.load_data(frame, target="price"), nnviz.load_data(home / "houses.csv", target="price")
    np.testing.assert_array_equal(ours.train.x, file.train.x)
    np.testing.assert_allclose(ours.unscaled_targets(ours.train.y)[:, 0], 3 * ours.train.rows + 1, rtol=1e-5)
    assert nnviz.load_data(np.zeros((20, 3)), np.arange(20) % 2).size == 20
    with pytest.raises(NnvizError, match="says everything"):
        nnviz.load_data(nnviz.own_data(frame), target="size")


def test_only_the_drawn_lines_of_a_long_file_are_parsed(home, monkeypatch):
    """Every row of the sample is one of the file's, whole, in order; quoted line breaks part none."""
    from nnviz.data.own import text_tables

    monkeypatch.setattr(text_tables, "_AT_ONCE", 1_000)
    monkeypatch.setattr(text_tables, "_PIECE", 997)
    frame = pd.DataFrame({"k": np.arange(3_000) * 2, "words": [f'said "{k}"\nand, {k}' for k in range(3_000)]})
    frame["y"] = frame["k"] % 3
    path = home / "long.csv"
    frame.to_csv(path, index=False)
    how = reading.guess(path.read_bytes()[:900], {}, False)
    sample, rows, _ = text_tables.read(path, how, 200, 7)
    assert rows == 3_000 and len(sample) == 200
    pd.testing.assert_frame_equal(
        sample.astype({"words": object}),
        frame.iloc[sample["k"] // 2].reset_index(drop=True).astype({"words": object}),
        check_dtype=False,
    )
    assert sample["k"].is_monotonic_increasing and sample["k"].nunique() == 200
    path.write_text("k,words,y\n" + "\n".join(f'{k},a 5" nail,{k % 2}' for k in range(1_001)))
    assert text_tables.read(path, how, 200, 7)[1] == 1_001


def test_a_file_is_parsed_once_and_what_is_kept_of_it_is_bounded(home, monkeypatch):
    from nnviz import settings
    from nnviz.data.own import files, frames, parsed

    monkeypatch.setattr(parsed, "_WORTH", 0)
    frame = pd.DataFrame({"x": np.arange(60) * 0.5, "kind": ["a", "b"] * 30, "when": pd.date_range("2020", periods=60)})
    path = files.find(nnviz.own_data(frame).settings["file"])
    first = frames.read(path, {}, 100, 0)
    with monkeypatch.context() as kept:
        kept.setattr(frames, "_read", lambda *_: pytest.fail("read again"))
        for limit, seed in ((100, 0), (60, 7)):
            again = frames.read(path, {}, limit, seed)
            pd.testing.assert_frame_equal(again.frame, first.frame)
            assert (again.rows, again.reading, again.notes) == (first.rows, first.reading, first.notes)
    monkeypatch.setattr(settings.get(), "parsed_megabytes", 0.0)
    frames.read(path, {"header": "values"}, 100, 0)
    assert len(list(parsed.folder().glob("*.arrow"))) == 1, "the newest alone stays"


def test_a_text_without_labels_is_learned_character_by_character(home, monkeypatch):
    """Each class is the character that follows its context in the file; what validates stands after what trains."""
    rng = np.random.default_rng(0)
    text = "\n".join(" ".join(rng.choice(["the", "old", "man", "and", "Sea"], 6)) for _ in range(120))
    (home / "sea.txt").write_text(text)
    spec = nnviz.own_data(home / "sea.txt", limit=1_500)
    assert spec.source == "own_texts" and {g.name: g.value for g in how_read(spec).guesses}["form"].startswith(
        "no label"
    )
    data, joined = load(spec), text.lower()
    names = {"space": " ", "line end": "\n"}
    for split in (data.train, data.validation):
        for ids, y in zip(split.x[:40], split.y[:40], strict=True):
            before, after = data.schema.text(ids), data.schema.class_names[y]
            assert len(before) == 30 and before + names.get(after, after) in joined
    raw = read(spec)
    assert raw.times[data.train.rows].max() < raw.times[data.validation.rows].min()
    np.testing.assert_array_equal(data.preparation.encode([data.schema.text(data.train.x[0])])[0], data.train.x[0])
    line = next(text for text in training_code(Experiment(data=spec), data.schema).splitlines() if "data =" in text)
    monkeypatch.chdir(home)
    exec(line, named := {"nnviz": nnviz})
    np.testing.assert_array_equal(named["data"].train.x, data.train.x)
    (home / "table.txt").write_text("a\tb\ty\n" + "\n".join(f"{k}.5\t{k % 7}\t{k % 2}" for k in range(200)))
    assert nnviz.own_data(home / "table.txt").source == "own_table"


def test_a_long_table_is_read_as_one_piece_would_be(home):
    """Numbers in one piece of it and text in another are text throughout; spaces after commas are no part of a value,
    and are found wherever they begin."""
    lines = [f"{k},{k % 7}" for k in range(60_000)]
    mixed = home / "mixed.csv"
    mixed.write_text("a,b\n" + "\n".join([*lines, "x1,2"]))
    frame = text_tables.read(mixed, HOW, 100_000, 0)[0]
    pd.testing.assert_frame_equal(frame, pd.read_csv(mixed, low_memory=False))
    assert frame["a"].iloc[0] == "0"
    spaced = home / "spaced.csv"
    spaced.write_text("a,b\n" + "\n".join([*lines, "1, 2", " 3,4"]).replace("3,3\n", "3,yes\n", 1))
    last = text_tables.read(spaced, HOW, 100_000, 0)[0].iloc[-2:]
    assert last["b"].tolist() == ["2", "4"] and last["a"].tolist() == [1, 3]


@pytest.mark.parametrize(
    ("form", "order"),
    [("%d %b %Y", "day first"), ("%d-%B-%y", "day first"), ("%B %d, %Y", "month first"), ("%b. %d, %Y", "month first")],
)
def test_days_whose_month_is_a_word_are_days(form, order):
    days = pd.date_range("2020-01-27", periods=60, freq="9D")
    frame = pd.DataFrame({"when": days.strftime(form), "size": range(60), "big": ["no", "yes"] * 30})
    spec = nnviz.own_data(frame, target="big")
    assert {own.name: own.value for own in how_read(spec).guesses}["dates"] == order
    raw = read(spec)
    place = raw.schema.feature_names.index("when")
    np.testing.assert_array_equal(raw.x[:, place], (days - pd.Timestamp(0)).days)
    assert "dates" not in {own.name for own in how_read(nnviz.own_data(frame.assign(when="may 3 of us"))).guesses}
