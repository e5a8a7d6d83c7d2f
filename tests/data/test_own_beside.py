"""A zip of images with a table beside them: rows and images find each other, and what does not fit is said."""

import numpy as np
import pandas as pd
import pytest

import nnviz
from nnviz.data.load import load, read, schema_of
from nnviz.data.own import handmade, standing_beside, typed
from nnviz.errors import NnvizError
from nnviz.specs import StepSpec
from tests.data.conftest import png, zipped


def shades(count: int = 24) -> tuple[dict[str, bytes], pd.DataFrame]:
    """Images of one shade each, and their table in another order, with gaps and a name."""
    entries = {f"photos/Shade-{k}.png": png(np.full((9, 9), 10 * k, "uint8")) for k in range(count)}
    order = np.random.default_rng(0).permutation(count)
    frame = pd.DataFrame(
        {
            "picture": [f"shade-{k}.png" for k in order],
            "weight (kg)": [None if k == 3 else k / 2 for k in order],
            "city": ["Rome" if k % 3 else "Lima" for k in order],
            "bright": ["yes" if k >= count / 2 else "no" for k in order],
        }
    )
    return entries, frame


def spec_of(home, entries, frame: pd.DataFrame | None, **settings):
    path = home / "own.zip"
    tables = {} if frame is None else {"labels.csv": frame.to_csv(index=False).encode()}
    path.write_bytes(zipped({**entries, **tables}))
    return nnviz.own_data(path, size=8, **settings)


def test_every_image_meets_its_own_row(home):
    entries, frame = shades()
    spec = spec_of(home, entries, frame)
    raw, data = read(spec), load(spec)
    assert spec.source == "own_beside" and data.schema.class_names == ("no", "yes") == raw.schema.class_names
    shade = raw.x[:, 0, 0, 0] / 10
    known = frame["picture"].str.extract(r"(\d+)")[0].astype(float).to_numpy()
    assert shade.tolist() == known[raw.rows].tolist() and (raw.y == (shade >= 12)).all()
    assert data.schema.further[0].feature_names == ("weight (kg)", "city = Lima", "city = Rome")
    assert schema_of(spec) == data.schema
    part = data.train
    weight = data.further[0].unscaled(part.further["table"])[:, 0]
    own = data.unscaled(part.x)[:, 0, 0, 0] / 20
    filled = np.isclose(own, 1.5)
    assert weight[~filled] == pytest.approx(own[~filled], abs=1e-4)
    model = nnviz.build(nnviz.suggest(data.schema), data.schema)
    assert [tensor.name for tensor in model.inputs] == ["input", "table"]


def test_a_table_of_names_and_labels_alone_makes_plain_images(home):
    entries, frame = shades()
    data = load(spec_of(home, entries, frame[["picture", "bright"]]))
    assert not data.schema.further and data.schema.task == "binary" and len(data.train.further) == 0
    several = load(spec_of(home, entries, frame.assign(warm=frame["city"] == "Rome"), target=["bright", "warm"]))
    assert several.schema.task == "multilabel" and several.schema.class_names == ("bright", "warm")


def test_what_does_not_fit_is_said(home):
    entries, frame = shades()
    more = pd.concat([frame, frame.head(2).assign(picture=["nowhere.png", "lost.png"])])
    notes = " ".join(read(spec_of(home, {**entries, "photos/extra.png": png(np.zeros((9, 9), "uint8"))}, more)).notes)
    assert "2 of 26 rows name an image that is not in the zip" in notes and "1 image of the zip without a row" in notes
    broken = {**entries, "photos/Shade-5.png": b"no image"}
    spec = spec_of(home, broken, frame)
    assert len(read(spec).x) == 23 and "Shade-5.png (damaged, or no image)" in " ".join(read(spec).notes)
    with pytest.raises(NnvizError, match="labels.csv with no column that names its images"):
        load(spec_of(home, entries, frame.drop(columns="picture")))
    with pytest.raises(NnvizError, match="The zip holds 24 images and no table"):
        load(spec_of(home, entries, None, source="own_beside"))


def test_a_second_column_of_images_is_a_further_image_beside_the_first(home):
    entries, frame = shades()
    entries |= {f"backs/Back-{k}.png": png(np.full((9, 9), 255 - 10 * k, "uint8")) for k in range(24)}
    frame["back"] = frame["picture"].str.replace("shade", "back")
    spec = spec_of(home, entries, frame)
    raw, data = read(spec), load(spec)
    assert [one.name for one in raw.further] == ["back", "table"]
    assert raw.further[0].codes + raw.x == pytest.approx(255)
    back = data.schema.further[0]
    assert (back.kind, back.shape, back.words) == ("image", (8, 8, 1), "8 × 8 × 1 pixels")
    part = data.train
    unscaled = data.further[0].unscaled(part.further["back"])
    assert unscaled + data.unscaled(part.x) == pytest.approx(255, abs=1e-3)
    assert part.further["back"].mean() == pytest.approx(0, abs=1e-5) and schema_of(spec) == data.schema
    model = nnviz.build(nnviz.suggest(data.schema), data.schema)
    assert [tensor.shape[1:] for tensor in model.inputs] == [(8, 8, 1), (8, 8, 1), (3,)]
    steps = (StepSpec(name="resize", settings={"height": 4, "width": 4}), StepSpec(name="rescale", columns=("back",)))
    small = load(spec.replace(steps=steps))
    assert small.schema.input_shape == (4, 4, 1) == small.schema.further[0].shape
    assert small.train.x.max() > 200 and 0 < small.train.further["back"].max() <= 1
    with pytest.raises(NnvizError, match="There is no column 'bakc'.*'back'"):
        load(spec.replace(steps=(StepSpec(name="rescale", columns=("bakc",)),)))
    ignored = load(spec.replace(columns={"back": {"role": "ignored"}}))
    assert [one.name for one in ignored.schema.further] == ["table"]


def test_arrays_of_a_script_stand_beside_each_other_and_are_trained_on_explained_and_served(home, tmp_path):
    from nnviz.explanation.beside import rows_beside_of_run
    from nnviz.explanation.shap_of_run import shap_of_run
    from nnviz.explanation.what_if import answer_of_run
    from nnviz.explanation.what_if_image import painted_of_run, picture_of_run
    from nnviz.inspection.of_run import examples_of_run
    from nnviz.inspection.own_of_run import own_fits_run
    from nnviz.runs.stored import read_schema
    from nnviz.serving.of_run import row_to_send
    from nnviz.serving.service import Service

    rng = np.random.default_rng(0)
    left, right = rng.normal(size=(80, 3)), rng.normal(size=(80, 2))
    pixels = rng.uniform(0, 255, (80, 6, 6)).astype("uint8")
    signal = rng.normal(5, 3, size=(80, 7, 2))
    y = (left[:, 0] > 0).astype(int)
    data = nnviz.own_data({"left": left, "right": right, "photo": pixels, "signal": signal}, y, title="Four")
    dataset = load(data)
    forms = [(one.name, one.shape, one.kind) for one in dataset.schema.further]
    assert forms == [("right", (2,), "vector"), ("photo", (6, 6, 1), "image"), ("signal", (7, 2), "sequence")]
    steps = dataset.train.further["signal"]
    assert steps.mean(axis=(0, 1)) == pytest.approx([0, 0], abs=1e-5) and steps.std(axis=(0, 1)) == pytest.approx(
        [1, 1]
    )
    assert dataset.further[2].unscaled(steps) == pytest.approx(signal[dataset.train.rows], abs=1e-5)
    assert dataset.further[0].unscaled(dataset.train.further["right"]) == pytest.approx(right[dataset.train.rows])
    model = nnviz.suggest(dataset.schema)
    run = nnviz.train(nnviz.Experiment(data=data, model=model, train=nnviz.TrainSpec(epochs=1)))
    assert read_schema(run.folder) == dataset.schema
    examples = examples_of_run(run.id)
    assert examples.picture_beside("photo", 0, 60).shape == (60, 60)
    shap = shap_of_run(run.id, examples.split, (0, 1), 1, rows=4).as_columns()
    assert shap.names[-4:] == ("right 1", "right 2", "photo", "signal") and np.max(shap.relative_residual) < 0.05
    assert list(rows_beside_of_run(run.id, examples.split, 0)) == ["right"]
    with pytest.raises(NnvizError, match="photo"):
        answer_of_run(run.id, tuple(left[0]), 1, {"right": (0.0, 0.0)})
    place, part, trained = 3, dataset.split(examples.split), run.model()
    whose = {"photo": (examples.split, place), "signal": (examples.split, place)}
    one = [own[place : place + 1] for own in (part.x, *part.further.values())]
    row, beside = left[part.rows[place]], {"right": tuple(right[part.rows[place]]), **whose}
    answer = answer_of_run(run.id, tuple(row), 1, beside)
    assert answer.shown == pytest.approx(np.asarray(trained(one))[0], abs=1e-6)
    assert [own.name for own in answer.beside] == ["right", "photo", "signal"]
    picture = picture_of_run(run.id, examples.split, place, "photo")
    assert picture.pixels.shape == (6, 6, 1)
    painted = painted_of_run(run.id, examples.split, place, (0, 7), (0, 255), 1, None, "photo")
    changed = pixels[part.rows[place]].astype("float32")[..., None]
    changed[0, 0], changed[1, 1] = picture.low, picture.high
    one[2] = dataset.further[1].apply(changed[None])
    assert painted.shown == pytest.approx(np.asarray(trained(one))[0], abs=1e-5) and painted.map.shape == (6, 6)
    assert [own.name for own in painted.beside] == ["row", "right", "signal"]
    total = painted.map.sum() + sum(own.shares.sum() for own in painted.beside)
    assert total == pytest.approx(painted.value - painted.base, abs=2e-3)
    with pytest.raises(NnvizError, match="not images"):
        picture_of_run(run.id, examples.split, place, "signal")
    own = handmade.keep(standing_beside.added(typed.row_content(row), beside))
    typed_in = examples_of_run(run.id, own)
    assert typed_in.is_own and typed_in.predictions[0] == pytest.approx(answer.shown, abs=1e-5)
    assert list(row_to_send(run.id, own, 0)) == ["row", "right", "photo", "signal"]
    with pytest.raises(NnvizError, match="photo beside this example is that of training example 5,001"):
        own_fits_run(run.id, standing_beside.added(typed.row_content(row), {"photo": ("train", 5000)}))
    for wrong in ({"photo": ("elsewhere", 1)}, {"photo": ("train", -1)}, {"right": ("a", "b", "c")}):
        with pytest.raises(NnvizError, match="cannot be read"):
            standing_beside.added(typed.row_content(row), wrong)
    service, sent = Service(run), row_to_send(run.id, examples.split, 0)
    assert list(sent) == ["row", "right", "photo", "signal"]
    said = service.ask([sent])["answers"][0]
    expected = dict(
        zip(dataset.schema.class_names, (1 - examples.predictions[0, 0], examples.predictions[0, 0]), strict=True)
    )
    assert said["probabilities"] == pytest.approx(expected, abs=2e-2)
    for wrong in (rng.normal(size=(80, 2, 2, 2, 2)), rng.normal(size=(79, 2))):
        with pytest.raises(NnvizError, match="which stands beside the first input, has the shape"):
            nnviz.own_data({"left": left, "other": wrong}, y)


def test_a_text_of_the_table_is_the_first_input_and_the_images_stand_beside_it(home):
    entries, frame = shades()
    words = ["a bright one" if own == "yes" else "quite a dark one" for own in frame["bright"]]
    roles = {"said": {"kind": "text", "role": "input"}, "city": {"role": "input"}}
    spec = spec_of(home, entries, frame.assign(said=words), columns=roles, target="bright")
    raw, data = read(spec), load(spec)
    assert raw.schema.kind == data.schema.kind == "tokens" and list(raw.texts) == words
    assert [(one.name, one.kind) for one in data.schema.further] == [("picture", "image"), ("table", "vector")]
    shade = raw.further[0].codes[:, 0, 0, 0] / 10
    assert shade.tolist() == frame["picture"].str.extract(r"(\d+)")[0].astype(float).tolist()
    model = nnviz.build(nnviz.suggest(data.schema), data.schema)
    assert [tensor.name for tensor in model.inputs] == ["input", "picture", "table"]
