"""A person's own table: guesses, corrections, preparation fitted on the training part alone, and refusals."""

import numpy as np
import pandas as pd
import pytest
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import nnviz
from nnviz.data.load import load, read, schema_of
from nnviz.data.own import files
from nnviz.data.summary import summarise
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec, Experiment
from nnviz.training.codegen import training_code


def spec_of(text: str | bytes, home, **fields) -> DataSpec:
    path = home / "own.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return nnviz.own_data(path, **fields)


def test_columns_are_guessed_from_their_values(home, people):
    schema = schema_of(nnviz.own_data(people))
    kinds = {column.name: (column.kind, column.role) for column in schema.columns}
    assert kinds == {
        "id": ("identifier", "ignored"),
        "age (years)": ("number", "input"),
        "city": ("category", "input"),
        "member": ("boolean", "input"),
        "joined": ("date", "input"),
        "remark": ("text", "ignored"),
        "bought": ("category", "target"),
    }
    age = next(column for column in schema.columns if column.name == "age (years)")
    assert age.unit == "years" and age.missing == people["age (years)"].isna().mean()
    assert schema.class_names == ("never", "often", "once") and schema.task == "multiclass" and schema.outputs == 3


def test_the_inputs_are_those_of_scikit_learn_fitted_on_the_training_rows(home, people):
    spec = nnviz.own_data(people, test_fraction=0.2, seed=5)
    data = load(spec)
    train, test = people.iloc[data.train.rows], people.iloc[data.test.rows]
    days = [pd.to_datetime(part["joined"]).astype("int64").to_numpy() for part in (train, test)]
    age = SimpleImputer(strategy="median").fit(train[["age (years)"]])
    numeric = StandardScaler().fit(np.column_stack([age.transform(train[["age (years)"]]), days[0]]))
    towns = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(train[["city"]].dropna())
    for part, moments, split in ((train, days[0], data.train), (test, days[1], data.test)):
        scaled = numeric.transform(np.column_stack([age.transform(part[["age (years)"]]), moments]))
        city = towns.transform(part[["city"]].fillna("nowhere"))
        member = (part["member"] == "yes").to_numpy(float)
        expected = np.column_stack([scaled[:, 0], city, member, scaled[:, 1]])
        np.testing.assert_allclose(split.x, expected, atol=1e-5)
    assert data.schema.feature_names[1:4] == ("city = Lima", "city = Oslo", "city = Rome")
    assert [data.schema.class_names[y] for y in data.test.y] == list(test["bought"])


def test_nothing_of_held_out_rows_enters_the_preparation(home, people):
    rows = load(nnviz.own_data(people, seed=2)).validation.rows
    changed = people.copy()
    changed.loc[rows, "age (years)"] = 1e6
    changed.loc[rows, "city"] = "Atlantis"
    before, after = load(nnviz.own_data(people, seed=2)), load(nnviz.own_data(changed, seed=2))
    np.testing.assert_array_equal(before.train.x, after.train.x)
    assert after.schema.feature_names == before.schema.feature_names
    assert any("Atlantis" in note for note in after.notes)
    assert (after.validation.x[:, 1:4] == 0).all()


def test_missing_values_are_filled_or_their_rows_dropped(home, people):
    whole = people.dropna()
    dropped = load(nnviz.own_data(people, missing="drop"))
    assert dropped.size == len(whole) and any("left out" in note for note in dropped.notes)
    filled = load(nnviz.own_data(people))
    assert filled.size == len(people) and np.isfinite(filled.train.x).all()


def test_a_persons_corrections_hold(home, people):
    spec = nnviz.own_data(people, target="age (years)", columns={"id": {"kind": "number", "role": "input"}})
    schema = schema_of(spec)
    assert schema.task == "regression" and schema.target_name == "age (years)" and "id" in schema.feature_names
    assert "bought = never" in schema.feature_names
    assert load(spec).size == people["age (years)"].notna().sum()
    again = DataSpec.from_json(spec.to_json())
    assert again == spec and schema_of(again) == schema


@pytest.mark.parametrize(
    "text",
    [
        "a;b;c\n" + "\n".join(f"{k},5;{k % 2};x{k % 3}" for k in range(40)),
        "a\tb\tc\n" + "\n".join(f"{k}.5\t{k % 2}\tx{k % 3}" for k in range(40)),
        ("a,b,c\n" + "\n".join(f"{k}.5,{k % 2},x{k % 3}" for k in range(40))).encode("utf-16"),
        ("a,b,c\r\n" + "\r\n".join(f"{k}.5,{k % 2},x{k % 3}" for k in range(40))).encode("utf-8-sig"),
    ],
    ids=["semicolons and decimal commas", "tabs", "UTF-16", "byte order mark"],
)
def test_tables_are_read_as_spreadsheets_write_them(home, text):
    raw = read(spec_of(text, home))
    np.testing.assert_allclose(raw.x[:, 0], np.arange(40) + 0.5)
    assert raw.schema.class_names == ("x0", "x1", "x2")


def test_a_table_without_names_and_with_twins_among_them(home):
    raw = read(spec_of("\n".join(f"{k * 1.5},{k % 5},{k % 2}" for k in range(60)), home))
    assert raw.schema.feature_names == ("column 1", "column 2") and raw.schema.task == "binary"
    raw = read(spec_of("a,a,b\n" + "\n".join(f"{k * 1.5},{k % 5},{k % 2}" for k in range(60)), home))
    assert len(set(raw.schema.feature_names)) == 2


def test_few_whole_numbers_in_a_target_are_classes_and_many_are_not(home):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"x": rng.normal(size=90), "stars": rng.integers(1, 6, 90)})
    assert schema_of(nnviz.own_data(frame)).class_names == ("1", "2", "3", "4", "5")
    chosen = nnviz.own_data(frame, columns={"stars": {"kind": "number"}})
    assert schema_of(chosen).task == "regression"
    frame["stars"] = rng.normal(size=90)
    assert schema_of(nnviz.own_data(frame)).task == "regression"


@pytest.mark.parametrize(
    ("text", "fields", "says"),
    [
        ("", {}, "The file is empty"),
        ("a,b\n1,2\n", {}, "1 row and 2 columns"),
        ("a,b\n1,2\n3,4,5,6\n1,2\n1,2", {}, "Line 3 holds 4 values where the lines before it hold 2"),
        (b"\x00\x01\x02" * 50, {}, "not a text file"),
        ("a,b\n" + "1,x\n1,z\n" * 20, {}, "has no input besides"),
        ("a,b\n" + "\n".join(f"{k}.5,x" for k in range(40)), {"target": "b"}, "only one value"),
        ("a,b\n" + "\n".join(f"{k},{k % 2}" for k in range(40)), {"target": "c"}, "no column 'c'"),
        (
            "a,b\n" + "\n".join(f"word{k},{k % 2}" for k in range(40)),
            {"columns": {"a": {"kind": "number", "role": "input"}}},
            "are not of the kind number",
        ),
        (
            "a,b\n" + "\n".join(f"{k},{k % 2}" for k in range(40)),
            {"columns": {"a": {"kind": "animal"}}},
            "kind of a col",
        ),
        (
            "c,a,b\n" + "\n".join(f"{k / 3},{k}.5,{k % 2}" for k in range(40)),
            {"columns": {"a": {"role": "target"}, "b": {"role": "target"}}},
            "cannot be predicted together: a is a number and b is a boolean",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(home, text, fields, says):
    with pytest.raises(NnvizError, match=says):
        load(spec_of(text, home, **fields))


def test_large_tables_are_sampled_and_it_is_said(home):
    frame = pd.DataFrame({"x": np.arange(500) * 0.5, "y": np.arange(500) % 2})
    spec = nnviz.own_data(frame, limit=100)
    raw = read(spec)
    assert len(raw.x) == 100 and raw.x.max() > 200 and "100 of 500 rows" in raw.notes[0]


def test_files_are_named_by_their_content_and_found_by_nothing_else(home, people):
    spec = nnviz.own_data(people)
    assert nnviz.own_data(people).settings["file"] == spec.settings["file"]
    for name in ("", "../../etc/passwd", "0" * 24 + ".csv", "x.csv"):
        with pytest.raises(NnvizError):
            load(spec.replace(settings={**spec.settings, "file": name}))
    files.find(spec.settings["file"]).unlink()
    nnviz.data.load._read.cache_clear(), nnviz.data.load._load.cache_clear()
    with pytest.raises(NnvizError, match="Choose the same file again"):
        load(spec)


def test_hostile_names_are_cleaned(home):
    rows = "\n".join(f"{k}.5,{k % 2}" for k in range(40))
    schema = schema_of(spec_of('"<script>alert(1)</script>\u202e","b\x0b\x85c"\n' + rows, home))
    assert all(name.isprintable() for name in (*schema.feature_names, schema.target_name))


def test_the_summary_shows_the_table_as_it_is(home, people):
    summary = summarise(nnviz.own_data(people))
    inputs = [column for column in summary.schema.columns if column.role == "input"]
    for place, column in enumerate(inputs):
        read_back = column.readable(summary.sample_codes[:, place])
        given = people[column.name].iloc[summary.sample_rows]
        assert read_back == [None if pd.isna(value) else value for value in given]


def test_the_generated_code_reads_the_same_file(home, people, monkeypatch):
    people.to_csv(home / "people.csv", index=False)
    spec = nnviz.own_data(home / "people.csv", target="member", test_fraction=0.1, limit=200)
    line = next(text for text in training_code(Experiment(data=spec), schema_of(spec)).splitlines() if "data =" in text)
    monkeypatch.chdir(home)
    names = {"nnviz": nnviz}
    exec(line, names)
    np.testing.assert_array_equal(names["data"].train.x, load(spec).train.x)


def test_the_generated_code_does_the_same_steps(home, people, monkeypatch):
    people.to_csv(home / "people.csv", index=False)
    steps = (
        nnviz.StepSpec(name="missing", settings={"how": "mean"}, columns=("age (years)",)),
        nnviz.StepSpec(name="dates", on=False),
        nnviz.StepSpec(name="categories", settings={"how": "ordinal"}),
    )
    spec = nnviz.own_data(home / "people.csv", target="member", steps=steps, balance="class_weights")
    code = training_code(Experiment(data=spec), schema_of(spec))
    line = next(text for text in code.splitlines() if "data =" in text)
    monkeypatch.chdir(home)
    names = {"nnviz": nnviz}
    exec(line, names)
    np.testing.assert_array_equal(names["data"].train.x, load(spec).train.x)
    assert "    sample_weight=data.weights,\n" in code
    np.testing.assert_array_equal(names["data"].weights, load(spec).weights)
