"""Profiles: numbers against pandas and SciPy, and faults that were planted are found and mended."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.stats.contingency import association as scipy_association

from nnviz import own_data, profile
from nnviz.data import load as loading
from nnviz.data.column import Column
from nnviz.data.copies import any_copies, hashes, repeated
from nnviz.data.profiling import alone, drift, quality, relations, statistics, texts
from nnviz.errors import DataError, SpecError
from nnviz.specs import DataSpec
from tests.data.reviews import reviews

EXACT = {"rtol": 1e-9, "atol": 1e-9}


@pytest.fixture
def gappy():
    """(500, 4) numbers with gaps, and a category of three names with gaps."""
    rng = np.random.default_rng(3)
    x = rng.standard_normal((500, 4)) @ rng.standard_normal((4, 4)) * [1, 1e4, 1e-3, 1] + [0, 1e6, 0, 5]
    x[rng.random(x.shape) < 0.1] = np.nan
    names = rng.integers(0, 3, 500).astype(float)
    names[rng.random(500) < 0.05] = np.nan
    return x, names


def test_a_columns_statistics_are_those_of_pandas(gappy):
    for values in gappy[0].T:
        series, own = pd.Series(values), statistics.column_profile(values, Column("x"), None, 0)
        told = [series.mean(), series.std(ddof=0), *series.quantile([0, 0.25, 0.5, 0.75, 1])]
        np.testing.assert_allclose(list(own.statistics.values()), told, **EXACT)
        low, high = series.quantile(0.25), series.quantile(0.75)
        for count, reach in ((own.outliers, 1.5), (own.far, 3.0)):
            outside = (series < low - reach * (high - low)) | (series > high + reach * (high - low))
            assert count == outside.sum()
        assert (own.missing, own.distinct) == (series.isna().sum(), series.nunique())
        assert own.spread.totals.sum() + sum(own.spread.outside) == series.count()


def test_a_spread_counts_each_class_in_each_bin():
    values, classes = np.array([1, 1, 2, 3, 3, 3, np.nan]), np.array([0, 1, 1, 0, 0, 1, 1])
    own = statistics.column_profile(values, Column("x"), classes, 2).spread
    np.testing.assert_array_equal(own.edges, [0.5, 1.5, 2.5, 3.5])
    np.testing.assert_array_equal(own.counts, [[1, 0, 2], [1, 1, 1]])
    named = Column("c", "category", categories=("a", "b", "c", "d"))
    own = statistics.column_profile(values, named, classes, 2).spread
    assert own.names == ("d", "b", "c")
    np.testing.assert_array_equal(own.counts, [[2, 1, 0], [1, 1, 1]])


def test_relations_are_those_of_pandas_and_scipy(gappy):
    x, names = gappy
    np.testing.assert_allclose(relations.pearson(x), pd.DataFrame(x).corr(), **EXACT)
    there = np.isfinite(names) & np.isfinite(x[:, 1])
    f = stats.f_oneway(*(x[there & (names == k), 1] for k in range(3))).statistic
    share = f * 2 / (f * 2 + there.sum() - 3)
    np.testing.assert_allclose(relations.correlation_ratio(names, x[:, 1]) ** 2, share, **EXACT)
    ratios = relations.correlation_ratios(names, x)
    np.testing.assert_allclose(ratios, [relations.correlation_ratio(names, column) for column in x.T], **EXACT)
    second = np.where(np.random.default_rng(0).random(500) < 0.4, names, 1.0)
    both = np.isfinite(names) & np.isfinite(second)
    table = pd.crosstab(names[both], second[both]).to_numpy()
    np.testing.assert_allclose(relations.cramers_v(names, second), scipy_association(table, "cramer"), **EXACT)


def test_very_large_numbers_overflow_nowhere(gappy):
    x, names = gappy
    with np.errstate(all="raise", under="ignore"):
        large = statistics.column_profile(x[:, 0] * 2.0**900, Column("x"), None, 0).statistics
        assert large["deviation"] / 2.0**900 == pytest.approx(np.nanstd(x[:, 0]))
        np.testing.assert_allclose(relations.pearson(x * 2.0**900), pd.DataFrame(x).corr(), **EXACT)
        ratios = [relations.correlation_ratio(names, x[:, 0] * size) for size in (1.0, 2.0**900)]
        assert ratios[0] == pytest.approx(ratios[1])


def test_what_never_changes_hangs_together_with_nothing():
    x = np.column_stack([np.full(9, 0.1), np.arange(9.0)])
    assert np.isnan(relations.pearson(x)[0, 1]) and relations.pearson(x)[1, 1] == 1
    assert np.isnan(relations.correlation_ratio(np.zeros(9), x[:, 1]))
    assert np.isnan(relations.cramers_v(np.zeros(9), x[:, 1]))


def test_columns_that_hang_together_stand_beside_each_other():
    rng = np.random.default_rng(0)
    a, b, target = rng.standard_normal((3, 300))
    x = np.column_stack([target, a, b, a + 0.1 * rng.standard_normal(300), b + 0.1 * rng.standard_normal(300)])
    ordered = relations.relations(x, tuple(Column(name) for name in ("y", "a", "b", "a2", "b2")), 0)
    places = {name: k for k, name in enumerate(ordered.names)}
    assert abs(places["a"] - places["a2"]) == abs(places["b"] - places["b2"]) == 1
    assert ordered.target == places["y"]
    few = ordered.strongest(3)
    assert few.names[few.target] == "y" and len(few.names) == 3 and few.left_out == 2
    least = np.sort(np.abs(ordered.values[ordered.target]))[2]
    assert np.abs(few.values[few.target]).min() == least and few.values[0, 1] == few.values[1, 0]
    np.testing.assert_array_equal(ordered.values, ordered.values.T)


def test_alone_a_column_tells_what_its_nearest_rows_tell():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 2000)
    assert alone.alone(y + 0.4 * rng.random(2000), y, False, True) > 0.99
    assert alone.alone(np.where(y == 1, np.nan, rng.random(2000)), y, False, True) > 0.99
    assert alone.alone(rng.random(2000), y, False, True) == pytest.approx(0.5, abs=0.05)
    names = rng.integers(0, 6, 2000).astype(float)
    assert alone.alone(names, (names % 2).astype(int), True, True) == 1
    wave = np.linspace(0, 20, 2000)
    assert (
        alone.alone(wave, np.sin(wave), False, False) > 0.99
        and alone.alone(rng.random(2000), wave, False, False) < 0.05
    )


def test_copies_are_those_of_pandas():
    rng = np.random.default_rng(0)
    x = rng.integers(0, 3, (400, 5)).astype(float)
    x[rng.random(x.shape) < 0.1] = np.nan
    x[0, 0] = -0.0
    np.testing.assert_array_equal(repeated(hashes(x)), pd.DataFrame(x).duplicated())
    unlike = pd.DataFrame(x).drop_duplicates().to_numpy()
    assert any_copies(x) and not any_copies(unlike) and any_copies(np.vstack([unlike, unlike[7]]))
    wide = np.repeat(rng.random((50, 100)).astype("float32"), 2, axis=0)
    assert repeated(hashes(wide)).sum() == 50 and repeated(hashes(np.arange(100), hashes(wide))).sum() == 0


def test_two_samples_are_compared_as_scipy_does():
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal(300), rng.standard_normal(200) + 0.4
    told = stats.ks_2samp(a, b, method="asymp")
    assert drift.two_samples(a, b, False) == (told.statistic, told.pvalue)
    a, b = rng.integers(0, 3, 300).astype(float), rng.integers(0, 2, 200).astype(float)
    table = [np.bincount(own.astype(int), minlength=3) for own in (a, b)]
    distance, p = drift.two_samples(a, b, True)
    assert p == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    assert distance == pytest.approx(np.abs(table[0] / 300 - table[1] / 200).sum() / 2)


def test_typical_words_are_those_of_the_formula():
    counts = np.array([[0, 30, 5, 100], [0, 10, 25, 80]])
    prior = 0.02 * np.array([40, 30, 180])
    own, other = counts[0, 1:], counts[1, 1:]
    odds = np.log((own + prior) / (135 + 5 - own - prior)) - np.log((other + prior) / (115 + 5 - other - prior))
    expected = odds / np.sqrt(1 / (own + prior) + 1 / (other + prior))
    np.testing.assert_allclose(texts.typical(counts)[0, 1:], expected, **EXACT)


def houses(n: int = 1200) -> pd.DataFrame:
    """A table with a fault of each kind."""
    rng = np.random.default_rng(1)
    area = rng.gamma(4, 22, n)
    sold = rng.random(n) < 1 / (1 + np.exp(-(area - 90) / 20))
    table = pd.DataFrame(
        {
            "house id": np.arange(n),
            "area (m²)": area,
            "area (ft²)": 10.764 * area,
            "street type": rng.integers(1, 5, n),
            "days to sale": np.where(sold, rng.integers(1, 90, n), 999),
            "land (m²)": np.where(rng.random(n) < 0.4, np.nan, rng.gamma(2, 100, n)),
            "noise": rng.standard_normal(n),
            "sold": np.where(sold, "yes", "no"),
        }
    )
    table.loc[7, "noise"] = 4000.0
    return pd.concat([table, table.iloc[:40]], ignore_index=True)


@pytest.fixture(scope="module")
def faulty():
    columns = {"house id": {"kind": "number", "role": "input"}}
    return own_data(houses(), target="sold", columns=columns, test_fraction=0.1)


def test_each_planted_fault_is_found_and_its_mend_ends_it(faulty):
    before = profile(faulty)
    found = {(finding.kind, finding.columns): finding for finding in before.findings}
    assert set(found) == {
        ("across", ()),
        ("leak", ("days to sale",)),
        ("identifier", ("house id",)),
        ("missing", ("land (m²)",)),
        ("outliers", ("noise",)),
        ("names", ("street type",)),
        ("alike", ("area (m²)", "area (ft²)")),
    }
    mended = faulty
    for finding in before.findings:
        mended = finding.mends[0].apply(mended)
    after = profile(mended)
    assert after.findings == ()
    assert after.size == 1200 and after.column("street type").column.kind == "category"
    gone = after.column("days to sale")
    assert gone.column.role == "ignored" and gone.statistics["maximum"] == 999


def test_a_mend_keeps_what_was_corrected_before(faulty):
    mend = profile(faulty).findings[0].mends[0]
    assert mend.apply(faulty).columns["house id"] == faulty.columns["house id"]


def test_the_made_leaks_of_the_catalog_are_found_and_clean_data_raise_no_alarm():
    assert [own.columns for own in profile(DataSpec(source="loans")).findings] == [("reminders sent",)]
    assert profile(DataSpec(source="loans", settings={"leak": False})).findings == ()
    spots = profile(DataSpec(source="marked_shapes")).findings
    assert [own.kind for own in spots] == ["spot"] and "In the test part" in spots[0].evidence
    mended = spots[0].mends[0].apply(DataSpec(source="marked_shapes"))
    (second,) = profile(mended).findings  # the other class has its mark elsewhere
    mended = second.mends[0].apply(mended)
    assert [step.name for step in mended.steps] == ["cover", "cover", "scale"]
    assert "spot" not in {own.kind for own in profile(mended).findings}
    data = loading.load(mended)
    for own in (step.settings for step in mended.steps[:2]):
        row, column = own["row"] - 1, own["column"] - 1
        area = np.s_[:, row : row + own["height"], column : column + own["width"]]
        assert all(np.ptp(part.x[area]) == 0 < np.ptp(part.x) for part in (data.train, data.test))
    for clean in ("digits", "diabetes", "wine", "moons"):
        assert [own for own in profile(DataSpec(source=clean)).findings if own.weight != "hint"] == []


def test_a_word_that_gives_the_class_away_can_be_left_out():
    frame = reviews(120)
    frame["review"] = frame["review"].where(frame["mood"] != "happy", frame["review"] + " seal")
    roles = {"review": {"kind": "text", "role": "input"}, "mood": {"role": "target"}}
    spec = own_data(frame, columns=roles)
    (found,) = [own for own in profile(spec).findings if own.kind == "word"]
    assert found.sentence == "The word “seal” gives the class away."
    mended = found.mends[0].apply(spec)
    words = loading.load(mended).preparation
    assert "seal" in loading.load(spec).preparation.words and "seal" not in words.words
    assert words.encode(["a seal dull film"]).tolist() == words.encode(["a dull film"]).tolist()
    assert "“seal”" not in " ".join(own.sentence for own in profile(mended).findings)


def test_rare_and_contradicting_classes_are_told():
    rng = np.random.default_rng(0)
    x = rng.integers(0, 2, (400, 3)).astype(float)
    y = np.where(np.arange(400) < 8, 2, (x[:, 0] > 0).astype(int))
    found = {own.kind: own for own in profile(own_data(x, y)).findings}
    assert {"few", "uneven", "contradicting"} <= set(found)
    assert found["few"].mends[0].apply(own_data(x, y)).only_classes == ("0", "1")


def test_parts_that_differ_are_told():
    rng = np.random.default_rng(0)
    x, later = rng.standard_normal((400, 3)), rng.standard_normal((100, 3)) + [0, 1.5, 0]
    spec = own_data(x, np.arange(400) % 2, validation=(later, np.arange(100) % 2))
    found = profile(spec).findings
    assert [own.columns for own in found if own.kind == "drift"] == [("feature 2",)]
    assert [own.kind for own in found] == ["apart", "drift"]


def test_parts_that_differ_in_no_single_number_are_told_apart_and_equal_ones_are_not():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((600, 8, 8, 1)).repeat(2, 1).repeat(2, 2)
    later = x[:200] + 0.0
    later[:, :8] = 0.9 * later[:, 8:] + 0.4 * later[:, :8]  # two halves that hang together
    for held, kinds in ((later, ["apart"]), (rng.standard_normal((200, 8, 8, 1)).repeat(2, 1).repeat(2, 2), [])):
        spec = own_data(x[200:], np.arange(400) % 2, validation=(held, np.arange(200) % 2))
        assert [own.kind for own in profile(spec).findings if own.kind in ("apart", "drift")] == kinds


def test_near_duplicates_across_parts_are_told():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((200, 6, 6, 1))
    held = x[:30] + 0.005 * rng.standard_normal((30, 6, 6, 1))
    spec = own_data(x, np.arange(200) % 2, validation=(held, np.arange(30) % 2))
    (near,) = [own for own in profile(spec).findings if own.kind == "near"]
    assert near.sentence.startswith("30 held-out") and near.rows[:4] == (200, 0, 201, 1)
    left = near.mends[0].apply(spec)
    assert left.left_out == tuple(range(200, 230))
    assert [own["part"] for own in near.cells[:2]] == ["validation", "train"] and near.pictures.shape == (8, 6, 6, 1)


def test_near_duplicates_of_a_table_have_the_same_names_and_gaps():
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.standard_normal((300, 4)), columns=list("abcd"))
    table.loc[::9, "a"] = np.nan
    table["city"] = rng.choice(["Oslo", "Lima"], 300)
    again, other = table[200:220].copy(), table[220:240].copy()
    for copy in (again, other):
        copy[list("bcd")] += 1e-4
    other["city"] = np.where(other["city"] == "Oslo", "Lima", "Oslo")
    part = ["train"] * 300 + ["test"] * 40
    table = pd.concat([table, again, other]).assign(part=part, y=np.arange(340) % 2)
    spec = own_data(table, target="y", columns={"part": {"role": "split"}}, validation_fraction=0.0)
    (near,) = [own for own in profile(spec).findings if own.kind == "near"]
    assert near.sentence.startswith("20 held-out") and near.rows[:2] == (300, 200)


def test_numbers_that_rise_with_the_target_are_amounts_and_others_are_names():
    codes = np.repeat([1.0, 2, 3, 4], 50)
    for target, by_amount in ((codes**3, 1.0), (np.repeat([0.0, 1, 0, 1], 50), 2 / 3)):
        told = quality._explained(codes, target, False)
        np.testing.assert_allclose(told, (1.0, by_amount), atol=0.35 if by_amount < 1 else 1e-9)
        assert (told[0] - told[1] > 0.1) == (by_amount < 1)


def test_images_sequences_and_texts_by_class():
    spec = DataSpec(source="digits")
    raw, images = loading.read(spec), profile(spec).images
    np.testing.assert_allclose(images.means[3], raw.x[raw.y == 3].mean(0), **EXACT)
    np.testing.assert_allclose(images.deviations[3], raw.x[raw.y == 3].std(0), **EXACT)
    assert images.counts == tuple(np.bincount(raw.y)) and images.brightness.totals.sum() == len(raw.x)
    x = np.random.default_rng(0).standard_normal((40, 7, 2))
    sequences = profile(own_data(x, np.arange(40) % 2)).sequences
    np.testing.assert_allclose(sequences.means[1], x[1::2].mean(0), **EXACT)
    told = profile(own_data(reviews(200), target="mood")).texts
    assert {own.word for own, _ in told.telling[0]} <= {"wonderful", "brilliant", "charming", "superb", "not"}
    assert told.telling[0] and told.lengths.totals.sum() == 200


def test_ignored_columns_of_known_tables_are_not_inputs():
    spec = DataSpec(source="iris", columns={"sepal width (cm)": {"role": "ignored"}})
    whole, data = loading.load(DataSpec(source="iris")), loading.load(spec)
    assert data.schema.input_shape == (3,) and "sepal width (cm)" not in data.schema.feature_names
    np.testing.assert_array_equal(data.unscaled(data.train.x), whole.unscaled(whole.train.x)[:, [0, 2, 3]])
    assert loading.schema_of(spec) == data.schema
    with pytest.raises(DataError, match="no column"):
        loading.load(DataSpec(source="iris", columns={"height": {"role": "ignored"}}))
    with pytest.raises(SpecError, match="can only be ignored"):
        loading.load(DataSpec(source="iris", columns={"sepal width (cm)": {"kind": "category"}}))
    with pytest.raises(SpecError, match="no columns"):
        loading.load(DataSpec(source="digits", columns={"pixel": {"role": "ignored"}}))


def test_examples_that_are_left_out_are_in_no_part():
    spec = DataSpec(source="digits", left_out=(3, 1000))
    data = loading.load(spec)
    rows = np.concatenate([data.split(part).rows for part in ("train", "validation", "test")])
    assert data.size == 1795 and not {3, 1000} & set(rows) and "2 examples chosen by hand are left out." in data.notes
    kept = loading.read(DataSpec(source="digits")).x[data.train.rows]
    np.testing.assert_allclose(data.unscaled(data.train.x), kept, atol=1e-5)
    with pytest.raises(DataError, match="All examples are left out"):
        loading.load(spec.replace(left_out=tuple(range(1797))))


def test_dropped_copies_are_gone_before_the_split():
    spec = DataSpec(source="iris")
    data = loading.load(spec.replace(duplicates="drop"))
    assert data.size == 149 and any("1 of 150 examples is a copy" in note for note in data.notes)
    assert "duplicates" not in spec.to_json()


def test_several_examples_of_one_patient_are_told_and_kept_together():
    rng = np.random.default_rng(0)
    patients = rng.integers(0, 60, 600)
    table = pd.DataFrame({"patient": patients, "dose": rng.random(600), "well": (rng.random(600) < 0.5).astype(int)})
    spec = own_data(table, target="well")
    (found,) = [own for own in profile(spec).findings if own.kind == "groups"]
    kept = found.mends[0].apply(spec)
    data = loading.load(kept)
    assert not set(patients[data.train.rows]) & set(patients[data.validation.rows])
    assert "groups" not in [own.kind for own in profile(kept).findings] and data.schema.feature_names == ("dose",)


def test_uneven_classes_are_weighed_and_far_values_clipped():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((400, 2))
    x[3, 1] = 900
    spec = own_data(x, (np.arange(400) < 40).astype(int))
    found = {own.kind: own.mends[0] for own in profile(spec).findings}
    weighed = found["uneven"].apply(spec)
    assert loading.load(weighed).weights is not None and "uneven" not in {own.kind for own in profile(weighed).findings}
    clipped = found["outliers"].apply(spec)
    assert np.abs(loading.load(clipped).train.x).max() < 12
    assert "outliers" not in {own.kind for own in profile(clipped).findings}


def test_gaps_that_tell_the_target_are_told():
    rng = np.random.default_rng(0)
    paid = rng.random(500) < 0.7
    table = pd.DataFrame({"paid on": np.where(paid, rng.random(500), np.nan), "sum": rng.random(500)})
    table.loc[rng.random(500) < 0.3, "sum"] = np.nan
    for target, told in (
        (np.where(paid, "yes", "no"), "100 % are no"),
        (paid * 3.0 + rng.random(500), "mean of y is 0."),
    ):
        (found,) = [own for own in profile(own_data(table.assign(y=target), target="y")).findings if own.kind == "gaps"]
        assert found.columns == ("paid on",) and told in found.evidence


def test_of_several_targets_one_is_told_of():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((300, 3))
    spec = own_data(x, np.column_stack([x[:, 0], -x[:, 1]]))
    names = profile(spec).answers
    assert len(names) == 2
    for place, name in enumerate(names):
        told = profile(spec, name)
        assert told.target == name and told.columns[1 + place].relation.value == pytest.approx((1, -1)[place])


def test_years_are_written_without_a_separator():
    values = np.array([1890.0, 1955.0, 2020.0])
    said = {
        name: statistics.column_profile(values + shift, Column(name), None, 0).range_words
        for name, shift in (("year built", 0), ("Year", 0.5), ("rooms", 0), ("yearly income (€)", 5000))
    }
    assert said == {
        "year built": "1890 to 2020",
        "Year": "1,890 to 2,020",  # halves: no years
        "rooms": "1,890 to 2,020",
        "yearly income (€)": "6,890 to 7,020",
    }


def test_an_image_and_a_sequence_beside_a_table_are_profiled_as_they_are_alone(home):
    rng = np.random.default_rng(1)
    y = np.arange(90) % 3
    picture = rng.integers(0, 60, (90, 6, 6, 1)) + 90 * y[:, None, None, None]
    walk = [rng.normal(k, 1, (steps, 2)) for k, steps in zip(y, rng.integers(3, 7, 90), strict=True)]
    together = profile(own_data({"row": rng.normal(size=(90, 3)), "picture": picture.astype("uint8"), "walk": walk}, y))
    beside = dict(together.beside)
    assert list(beside) == ["picture", "walk"] and len(together.columns) == 4 and together.images is None
    for name, own in (("picture", picture.astype("uint8")), ("walk", walk)):
        alone_ = profile(own_data(own, y))
        kind = "images" if name == "picture" else "sequences"
        for part in ("means", "deviations", "examples"):
            np.testing.assert_allclose(getattr(beside[name], part), getattr(getattr(alone_, kind), part), rtol=1e-5)
    found = [own.sentence for own in together.findings if own.kind == "brightness"]
    assert found == ["How bright the image picture is tells much of the class."]


def test_names_that_differ_in_capitals_alone_are_told():
    frame = pd.DataFrame({"city": ["Köln", "Bonn", "köln", "Rome"] * 15, "size": range(60), "big": ["no", "yes"] * 30})
    found = [own.sentence for own in profile(frame, target="big").findings if own.kind == "spelled"]
    assert found == ["city has names that differ in nothing but capitals: Köln and köln."]
    frame["city"] = frame["city"].str.upper()
    assert not [own for own in profile(frame, target="big").findings if own.kind == "spelled"]
