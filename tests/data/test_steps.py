"""Every step of preparation, held against pandas and scikit-learn on the same rows, and against itself."""

import keras
import numpy as np
import pandas as pd
import pytest
from sklearn import preprocessing
from sklearn.feature_extraction import FeatureHasher
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.utils.class_weight import compute_class_weight

import nnviz
from nnviz import words
from nnviz.data.column import Column
from nnviz.data.load import load, read, schema_of
from nnviz.data.preparing import pipeline, steps
from nnviz.data.preparing.carried import steps as carried
from nnviz.data.preparing.effects import prepared_through
from nnviz.data.preparing.fit import fit
from nnviz.data.preparing.fitting import missing
from nnviz.data.preparing.pipeline import Pipeline
from nnviz.data.splitting import balance
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec, StepSpec

NAMES = ("Bern", "Lima", "Oslo", "Rome")
COLUMNS = (
    Column("age"),
    Column("income"),
    Column("city", "category", categories=NAMES),
    Column("member", "boolean", categories=("no", "yes")),
    Column("joined", "date"),
)


@pytest.fixture(scope="module")
def codes() -> np.ndarray:
    """300 rows of every kind of column, with gaps and outliers."""
    rng = np.random.default_rng(4)
    table = np.column_stack(
        [
            rng.integers(18, 90, 300).astype(float),
            rng.lognormal(10, 1.0, 300),
            rng.choice(3, 300, p=[0.6, 0.3, 0.1]),
            rng.integers(0, 2, 300),
            rng.integers(0, 20_000, 300) + rng.integers(0, 24, 300) / 24,
        ]
    ).astype(float)
    for place in range(4):
        table[place :: 7 + place, place] = np.nan
    return table


def step(name: str, *columns: str, **settings) -> StepSpec:
    return StepSpec(name=name, settings=settings, columns=columns)


def fitted(codes, *steps: StepSpec, columns=COLUMNS) -> Pipeline:
    return fit(steps, pipeline.parts_of(codes, columns), columns, "vector")


def only(codes, name: str, *steps: StepSpec) -> np.ndarray:
    """(n, k) what a column becomes, alone."""
    place = [column.name for column in COLUMNS].index(name)
    return fitted(codes[:, [place]], *steps, columns=COLUMNS[place : place + 1]).apply(codes[:, [place]])


@pytest.mark.parametrize(
    ("how", "strategy"), [("median", "median"), ("mean", "mean"), ("mode", "most_frequent"), ("constant", "constant")]
)
def test_gaps_are_filled_as_by_simple_imputer(codes, how, strategy):
    oracle = SimpleImputer(strategy=strategy, fill_value=-3.5, add_indicator=True).fit(codes[:200, :2])
    own = fitted(codes[:200, :2], step("missing", how=how, value="-3.5", indicator=True), columns=COLUMNS[:2])
    expected = oracle.transform(codes[:, :2])[:, [0, 2, 1, 3]]  # each indicator stands beside its column
    np.testing.assert_allclose(own.apply(codes[:, :2]), expected, rtol=1e-12)
    assert own.feature_names == ("age", "age is missing", "income", "income is missing")


def test_names_are_filled_with_the_most_frequent_or_with_one_of_their_own(codes):
    most = only(codes, "city", step("missing", how="mode"), step("categories"))
    expected = SimpleImputer(strategy="most_frequent").fit_transform(codes[:, [2]])
    np.testing.assert_array_equal(most, preprocessing.OneHotEncoder(sparse_output=False).fit_transform(expected))
    own = fitted(
        codes[:, 2:3], step("missing", how="constant", value="nowhere"), step("categories"), columns=COLUMNS[2:3]
    )
    assert own.feature_names == ("city = Bern", "city = Lima", "city = Oslo", "city = nowhere")
    np.testing.assert_array_equal(own.apply(codes[:, 2:3])[:, 3], np.isnan(codes[:, 2]))


def test_gaps_are_filled_from_the_nearest_rows_as_by_knn_imputer(codes):
    table, columns = codes[:, [0, 1, 4]], (COLUMNS[0], COLUMNS[1], COLUMNS[4])
    own = fitted(table[:200], step("missing", how="neighbours", neighbours=4), columns=columns)
    np.testing.assert_allclose(own.apply(table), KNNImputer(n_neighbors=4).fit(table[:200]).transform(table), rtol=1e-9)
    assert len(table[:200]) <= missing.MOST_DONORS


def test_limits_are_pandas_quantiles(codes):
    series = pd.Series(codes[:, 1])
    low, high = series.quantile(0.05), series.quantile(0.9)
    own = only(codes, "income", step("outliers", low=0.05, high=0.9))[:, 0]
    np.testing.assert_allclose(own, series.clip(low, high), rtol=1e-12)
    first, third = series.quantile(0.25), series.quantile(0.75)
    own = only(codes, "income", step("outliers", how="quartiles", factor=2.0))[:, 0]
    np.testing.assert_allclose(own, series.clip(first - 2 * (third - first), third + 2 * (third - first)), rtol=1e-12)


@pytest.mark.parametrize(
    ("settings", "oracle"),
    [
        ({}, preprocessing.StandardScaler()),
        ({"how": "minmax"}, preprocessing.MinMaxScaler()),
        ({"how": "robust"}, preprocessing.RobustScaler()),
        ({"how": "log"}, preprocessing.FunctionTransformer(lambda x: np.sign(x) * np.log1p(np.abs(x)))),
        ({"how": "quantile"}, preprocessing.QuantileTransformer(n_quantiles=100, subsample=None)),
        (
            {"how": "quantile", "output": "normal"},
            preprocessing.QuantileTransformer(n_quantiles=100, output_distribution="normal", subsample=None),
        ),
    ],
    ids=("standard", "minmax", "robust", "log", "quantile", "normal quantile"),
)
def test_scales_are_those_of_scikit_learn(codes, settings, oracle):
    there = codes[~np.isnan(codes[:, 1])][:, [1]] - 20_000
    own = fitted(there[:150], step("scale", **settings), columns=COLUMNS[1:2])
    np.testing.assert_allclose(own.apply(there), oracle.fit(there[:150]).transform(there), rtol=1e-9, atol=1e-9)
    inside = there[:150]
    np.testing.assert_allclose(own.scales.invert(own.apply(inside)), inside, rtol=1e-6, atol=1e-4 * np.ptp(inside))
    np.testing.assert_allclose(own.scales.apply(inside), own.inputs(inside), rtol=1e-5, atol=1e-6)


def test_categories_are_those_of_scikit_learn(codes):
    names = np.array([*NAMES, None], object)[np.where(np.isnan(codes[:, 2]), 4, codes[:, 2]).astype(int)][:, None]
    training, later = codes[:200, 2:3], np.append(codes[:, 2:3], [[3.0]], axis=0)  # Rome is new then
    names = np.append(names, [["Rome"]], axis=0)
    own = fitted(training, step("categories"), columns=COLUMNS[2:3])
    oracle = preprocessing.OneHotEncoder(categories=[["Bern", "Lima", "Oslo"]], handle_unknown="ignore")
    np.testing.assert_array_equal(own.apply(later), oracle.fit(names[:1]).transform(names).toarray())
    own = fitted(training, step("categories", how="ordinal"), columns=COLUMNS[2:3])
    oracle = preprocessing.OrdinalEncoder(
        categories=[["Bern", "Lima", "Oslo"]], handle_unknown="use_encoded_value", unknown_value=-1
    )
    np.testing.assert_array_equal(own.apply(later), oracle.fit(names[:1]).transform(names))


def test_rare_names_share_an_input_as_infrequent_categories_do(codes):
    there = codes[~np.isnan(codes[:, 2]), 2:3]
    own = fitted(there, step("categories", most=1, other=True), columns=COLUMNS[2:3])
    oracle = preprocessing.OneHotEncoder(max_categories=2, sparse_output=False)
    np.testing.assert_array_equal(own.apply(there), oracle.fit_transform(there))
    assert own.feature_names == ("city = Bern", "city: another")


def test_names_are_hashed_as_by_feature_hasher(codes):
    own = fitted(codes[:, 2:3], step("categories", how="hashing", buckets=8), columns=COLUMNS[2:3])
    made = own.apply(np.array([[0.0], [1.0], [2.0], [3.0], [np.nan]]))
    assert (made.sum(axis=1) == [1, 1, 1, 1, 0]).all()
    words = ["a", "ab", "abc", "abcd", "Ünïcode 東京", ""]
    hasher = FeatureHasher(2**31 - 1, input_type="string", alternate_sign=False)
    for word in words[:5]:
        signed = carried.hashed(word) - (1 << 32) * (carried.hashed(word) >> 31)
        assert hasher.transform([[word]]).indices[0] == abs(signed) % (2**31 - 1)


def test_dates_become_parts_of_pandas_calendar(codes):
    moments = pd.Series(pd.to_datetime(np.rint(codes[:, 4] * 86_400), unit="s")).dt
    every = {"year": True, "month": True, "weekday": True, "day_of_the_month": True, "day_of_the_year": True,
             "hour": True}  # fmt: skip
    own = only(codes, "joined", step("dates", how="parts", **every))
    expected = [moments.year, moments.month, moments.weekday, moments.day, moments.dayofyear, moments.hour]
    np.testing.assert_allclose(own, np.column_stack(expected), atol=1e-9)
    cyclic = only(codes, "joined", step("dates", year=False, weekday=False))
    angle = 2 * np.pi * (moments.month - 1) / 12
    np.testing.assert_allclose(cyclic, np.column_stack([np.sin(angle), np.cos(angle)]), atol=1e-12)


def test_columns_that_no_step_makes_numbers_are_left_out(codes):
    own = fitted(codes, step("missing"), step("scale", "age"))
    assert own.feature_names == ("age", "income", "member", "joined")
    with pytest.raises(NnvizError, match="No input is left"):
        fitted(codes[:, 2:3], columns=COLUMNS[2:3])


def test_steps_go_in_their_order_and_can_be_switched_off(codes):
    first = only(codes, "age", step("missing", how="constant", value="0"), step("scale"))
    last = only(codes, "age", step("scale"), step("missing", how="constant", value="0"))
    gaps = np.isnan(codes[:, 0])
    assert (last[gaps] == 0).all() and (first[gaps] < -1).all()
    off = only(codes, "age", step("scale").replace(on=False), step("missing"))
    np.testing.assert_array_equal(off[~gaps, 0], codes[~gaps, 0])


def test_an_indicator_and_switches_keep_0_and_1_through_scaling(codes):
    own = fitted(codes, step("missing", indicator=True), step("categories"), step("dates"), step("scale"))
    made = own.apply(codes)
    assert set(np.unique(made[:, own.switches & np.array(["cosine" not in n and "sine" not in n
                                                         for n in own.feature_names])])) <= {0.0, 1.0}  # fmt: skip
    kept = [name for name, switch in zip(own.feature_names, own.switches, strict=True) if not switch]
    assert kept == ["age", "income", "joined: year"]
    np.testing.assert_allclose(made[:, ~own.switches].std(axis=0), 1, atol=1e-9)
    assert [COLUMNS[k].name for k in own.feature_columns][:2] == ["age", "age"]


def test_only_categories_become_numbers_of_an_embedding(codes):
    town = Column("town", "category", categories=("a", "b"))
    both = np.column_stack([codes[:, 2], codes[:, 3]])
    own = fitted(both[:100], step("categories", how="embedding"), columns=(COLUMNS[2], town))
    made = own.inputs(np.array([[0.0, 1.0], [2.0, np.nan], [3.0, 0.0]]))
    assert made.dtype == np.int32 and own.kind == "tokens" and own.vocabulary == 7
    assert made.tolist() == [[1, 6], [3, 4], [0, 5]]
    assert own.tokens == ("city unknown", "city = Bern", "city = Lima", "city = Oslo", "town unknown", "town = a",
                          "town = b")  # fmt: skip
    with pytest.raises(NnvizError, match="an Embedding layer"):
        fitted(codes, step("missing"), step("categories", how="embedding"))


def test_what_was_fitted_is_text_and_comes_back_the_same(codes):
    steps = [step("missing", how="neighbours", indicator=True), step("outliers"), step("dates"), step("categories"),
             step("scale", how="quantile")]  # fmt: skip
    own = fitted(codes[:200], *steps)
    again = Pipeline.from_json(own.to_json())
    assert again.to_json() == own.to_json() and "pickle" not in own.to_json()
    np.testing.assert_array_equal(again.inputs(codes), own.inputs(codes))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (step("scalee"), "Did you mean 'scale'"),
        (step("scale", how="huge"), "How must be"),
        (step("scale", "agee"), "Did you mean 'age'"),
        (step("outliers", low=0.9, high=0.1), "the lower one first"),
        (step("missing", how="constant", value="x"), "Expected a number"),
        (step("dates", year=False, month=False, weekday=False), "No part of the date"),
    ],
    ids=lambda value: "",
)
def test_wrong_steps_are_refused_with_a_sentence(codes, wrong, says):
    with pytest.raises(NnvizError, match=says):
        fitted(codes, wrong)


@pytest.mark.parametrize("scaling", ["none", "standard", "minmax", "robust"])
@pytest.mark.parametrize("missing", ["fill", "drop"])
def test_the_steps_shown_where_there_are_none_are_what_scaling_and_missing_mean(home, people, missing, scaling):
    spec = nnviz.own_data(people, missing=missing, scaling=scaling)
    shown = steps.implied(spec, schema_of(spec), coded=True)
    before, after = load(spec), load(spec.replace(steps=shown))
    assert before.schema.feature_names == after.schema.feature_names
    np.testing.assert_allclose(after.train.x, before.train.x, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(after.validation.x, before.validation.x, rtol=1e-6, atol=1e-6)
    assert list(before.train.rows) == list(after.train.rows)
    assert "steps" not in spec.to_json() and "balance" not in spec.to_json()  # keys stay as they were


@pytest.mark.parametrize("how", ["oversample", "undersample"])
def test_resampling_makes_classes_alike_and_only_in_training(how):
    y = np.repeat([0, 1, 2], [50, 20, 7])
    rows = balance.resampled(y, how, 3)
    assert list(np.bincount(y[rows])) == [{"oversample": 50, "undersample": 7}[how]] * 3
    counts = np.bincount(rows, minlength=len(y))
    assert (counts >= 1).all() if how == "oversample" else counts.max() == 1
    assert list(rows) == list(balance.resampled(y, how, 3)) != list(balance.resampled(y, how, 4))
    expected = compute_class_weight("balanced", classes=np.arange(3), y=y)
    np.testing.assert_allclose(balance.class_weights(y, 3), expected)


def test_what_a_step_does_is_told_of_all_training_examples(home, people):
    spec = nnviz.own_data(people, steps=(step("missing", how="mean", indicator=True), step("dates"),
                                         step("categories"), step("scale", how="minmax")))  # fmt: skip
    data, told = load(spec), prepared_through(spec)
    train = people.iloc[data.train.rows]
    gaps, dates, towns, scaled = told.effects
    assert [effect.column for effect in told.effects] == ["age (years)", "joined", "city", "age (years)"]
    assert gaps.before.missing == train["age (years)"].isna().sum() and sum(gaps.after.counts) == len(train)
    assert gaps.examples[0] == ("missing", f"{words.plain(train['age (years)'].mean())}, 1")
    counts = train["city"].value_counts()
    assert dict(zip(towns.before.names, towns.before.counts, strict=True)) == counts.to_dict()
    assert towns.after.names[:3] == ("Lima", "Oslo", "Rome") and list(towns.after.counts[:3]) == list(
        counts.sort_index()
    )
    assert dates.examples[0][0] in set(train["joined"] + ", 0") | set(train["joined"])
    assert (scaled.after.low, scaled.after.high) == ("0", "1") and "joined" in scaled.columns[1]
    one = prepared_through(spec, "city")
    assert one.inputs == ("city = Lima", "city = Oslo", "city = Rome", "city is missing")
    assert [effect.changes for effect in one.effects] == [True, False, True, False]
    wrong = prepared_through(spec.replace(steps=(step("missing"), step("scale", "agee"), step("dates"))))
    assert "Did you mean 'age (years)'" in wrong.effects[1].problem and len(wrong.effects) == 2


def test_without_steps_those_that_are_meant_are_shown(home, people):
    told = prepared_through(nnviz.own_data(people, missing="drop", scaling="robust"))
    assert told.implied and [(own.spec.name, own.spec.settings) for own in told.effects] == [
        ("missing", {"how": "drop"}), ("categories", {}), ("scale", {"how": "robust"})]  # fmt: skip
    digits = prepared_through(DataSpec(source="digits", balance="oversample"))
    assert digits.columns == () and digits.effects[0].before.low == "0" and digits.effects[0].before.high == "16"
    assert len(set(digits.balanced)) == 1 < len(set(digits.counts))


def images(*shape: int) -> np.ndarray:
    return np.random.default_rng(5).integers(0, 256, shape).astype(float)


def of_images(x: np.ndarray, *steps: StepSpec) -> np.ndarray:
    return fit(steps, {"x": x}, (), "image").apply(x)


@pytest.mark.parametrize("shape", [(20, 30, 3), (9, 5, 1)])  # Keras fills an odd border up unevenly
@pytest.mark.parametrize(
    ("how", "kept"), [("stretch", {}), ("crop", {"crop_to_aspect_ratio": True}), ("pad", {"pad_to_aspect_ratio": True})]
)
def test_images_get_another_size_as_keras_resizes_them(how, kept, shape):
    x = images(3, *shape)
    own = of_images(x, step("resize", how=how, height=12, width=10))
    expected = keras.ops.image.resize(
        x.astype("float32"), (12, 10), antialias=True, data_format="channels_last", **kept
    )
    np.testing.assert_allclose(own, expected, atol=1e-3)


def test_images_are_cut_greyed_and_rescaled_as_keras_does():
    x = images(3, 21, 30, 3)
    cut = keras.layers.CenterCrop(8, 13, data_format="channels_last")(x)
    np.testing.assert_array_equal(of_images(x, step("crop", height=8, width=13)), cut)
    np.testing.assert_allclose(of_images(x, step("grey")), x @ np.array([[0.2989], [0.587], [0.114]]))
    np.testing.assert_allclose(of_images(x, step("rescale")), keras.layers.Rescaling(1 / 255)(x), rtol=1e-6)
    signed = of_images(x, step("rescale", how="signed"))
    np.testing.assert_allclose(signed, keras.layers.Rescaling(2 / 255, -1)(x), atol=1e-6)
    np.testing.assert_allclose(of_images(x, step("rescale", how="bytes")), x)
    for how, mode in (("imagenet", "torch"), ("imagenet_bgr", "caffe")):
        expected = keras.applications.imagenet_utils.preprocess_input(x.astype("float32"), mode=mode)
        np.testing.assert_allclose(of_images(x, step("rescale", how=how)), expected, rtol=1e-4, atol=1e-4)
    with pytest.raises(NnvizError, match="three colours, and these images have 1"):
        of_images(x[..., :1], step("rescale", how="imagenet"))
    with pytest.raises(NnvizError, match="too small to cut 40 × 24"):
        of_images(x, step("crop", height=40))


@pytest.mark.parametrize("how", ["imagenet", "imagenet_bgr"])
def test_colours_scaled_as_on_imagenet_are_read_back_as_they_were(how):
    x = images(3, 5, 4, 3)
    fitted = fit((step("rescale", how=how),), {"x": x}, (), "image")
    np.testing.assert_allclose(fitted.scales.invert(fitted.apply(x)), x, atol=1e-4)
    np.testing.assert_allclose(fitted.scales.apply(x), fitted.apply(x), rtol=1e-6)


def test_images_keep_their_units_through_all_steps(home):
    steps_of_images = (step("resize", height=6, width=4), step("rescale"), step("scale"))
    spec = DataSpec(source="digits", steps=steps_of_images, test_fraction=0.1)
    data, raw = load(spec), read(spec)
    assert data.schema.input_shape == (6, 4, 1) == data.train.x.shape[1:]
    assert abs(data.train.x.mean()) < 1e-5 and abs(data.train.x.std() - 1) < 1e-5
    units = of_images(raw.x, steps_of_images[0])[data.test.rows]
    np.testing.assert_allclose(data.unscaled(data.test.x), units, atol=1e-5)
    np.testing.assert_allclose((units - data.scaler.offset) / data.scaler.scale, data.test.x, atol=1e-5)
    assert float(data.scaler.offset) == pytest.approx(units.mean(), rel=0.1)  # one number for all pixels
    with pytest.raises(NnvizError, match="one offset and one scale"):
        load(spec.replace(steps=(step("scale", how="log"),)))
    told = prepared_through(spec)
    assert [own[0].shape[1:] for own in (effect.pictures for effect in told.effects)] == [
        (8, 8, 1),
        (6, 4, 1),
        (6, 4, 1),
    ]
    assert told.effects[2].pictures[1].shape[1:] == (6, 4, 1)


def test_names_are_embedded_beside_numbers(home, people):
    names = step("categories", "city", how="embedding")
    spec = nnviz.own_data(people, steps=(step("missing"), names, step("categories"), step("scale")), test_fraction=0.2)
    data, plain = load(spec), load(spec.replace(steps=(step("missing"), step("categories"), step("scale"))))
    (numbers,) = data.schema.further
    assert data.schema.kind == "tokens" and data.schema.input_shape == (1,) and data.train.x.dtype == "int32"
    assert not any(name.startswith("city") for name in numbers.feature_names)
    for part, other in ((data.train, plain.train), (data.test, plain.test)):
        np.testing.assert_array_equal(part.rows, other.rows)
        for place, name in enumerate(numbers.feature_names):  # as where all stand in one input
            column = other.x[:, plain.schema.feature_names.index(name)]
            np.testing.assert_array_equal(part.further["numbers"][:, place], column)
        told = [data.schema.token_names[code].removeprefix("city = ") for code in part.x[:, 0]]
        known = [name.removeprefix("city = ") for name in plain.schema.feature_names if name.startswith("city = ")]
        hot = other.x[:, [plain.schema.feature_names.index(f"city = {name}") for name in known]]
        assert told == [known[int(row.argmax())] if row.any() else "city unknown" for row in hot]
    effects = prepared_through(spec)
    assert "city" in effects.columns and numbers.columns[0].name in effects.columns
    assert not any(effect.problem for effect in effects.effects)
    embedded = next(
        effect for effect in effects.effects if effect.column == "city" and effect.spec.name == "categories"
    )
    assert embedded.before.names == ("Lima", "Oslo", "Rome") and embedded.after.high == "3"


def test_each_kind_of_data_is_offered_the_steps_that_suit_it(home, people):
    def offered(spec: DataSpec) -> set[str]:
        return {own.name for own in steps.suited(schema_of(spec))}

    table = nnviz.own_data(people)
    assert offered(table) == {"missing", "outliers", "dates", "categories", "scale"}
    towns = nnviz.own_data(people[["city", "bought"]], steps=(step("categories", how="embedding"),))
    assert load(towns).schema.kind == "tokens" and offered(towns) == {"missing", "categories"}
    assert offered(DataSpec(source="digits")) == {"cover", "resize", "crop", "grey", "rescale", "scale"}
    assert offered(DataSpec(source="stocks")) == {"outliers", "scale"}
    assert offered(DataSpec(source="sentences")) == {"text"} and offered(DataSpec(source="lists")) == set()
    lists = DataSpec(source="lists", steps=(step("scale"),))
    np.testing.assert_array_equal(load(lists).train.x, load(lists.replace(steps=())).train.x)
    assert load(lists).schema == load(lists.replace(steps=())).schema
    with pytest.raises(NnvizError, match="change its shape"):
        load(DataSpec(source="redrawn_digits", steps=(step("resize", height=4, width=4),)))
