"""Files as they really come: each is read with a sentence about what was wrong, or refused with one and a way on."""

import io
import struct
import zipfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import nnviz
from nnviz import escaping
from nnviz.data.load import load, read
from nnviz.data.own import zips
from nnviz.errors import NnvizError
from pages.shared.figures import tables
from tests.data.conftest import png, zipped

RNG = np.random.default_rng(0)
PAIRS = [(k * 0.5, k % 2) for k in range(40)]


def lines(rows, names: str = "a,b") -> bytes:
    return "\n".join([names, *(",".join(map(str, row)) for row in rows)]).encode()


def picture(grey: int, size=(12, 12)) -> bytes:
    return png(np.full(size, grey, "uint8"))


def folders(**more: bytes) -> bytes:
    usual = {f"{name}/{k}.png": picture(40 * k) for name in ("cats", "dogs") for k in range(4)}
    return zipped(usual | more)


def npz(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def lying_npz() -> bytes:
    """An array that says it has 10¹² values."""
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (10**6, 10**6)})
    return zipped({"x.npy": header.getvalue() + b"\0" * 80, "y.npy": npz(y=np.zeros(3))[:0] + header.getvalue()})


def many_entries() -> bytes:
    """The list of a zip with 120,000 files, of a few bytes each."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 5) + bytes(16) + b"a.png"
    directory = entry * 120_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), 0, 0)
    return directory + end


def workbook(frame: pd.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.to_excel(file, index=False)
    return file.getvalue()


REFUSED = {
    "empty": ("own.csv", b"", {}, "The file is empty."),
    "blank": ("own.csv", b" \n\n ", {}, "The file is empty."),
    "names alone": ("own.csv", b"a,b,c\n", {}, "names 3 columns and holds no row with a value"),
    "all missing": ("own.csv", lines([("", "")] * 30), {}, "names 2 columns and holds no row with a value"),
    "one column": ("own.csv", lines([(k,) for k in range(30)], "a"), {}, "30 rows of one column, a.*separator"),
    "three rows": ("own.csv", lines(PAIRS[:3]), {}, "3 rows and 2 columns.*at least 4 rows"),
    "an image": ("own.csv", picture(9), {}, "not a text file, but an image"),
    "an old workbook": ("own.csv", b"\xd0\xcf\x11\xe0" + bytes(600), {}, r"old Excel workbook.*save it as \.xlsx"),
    "another kind": ("own.xls", b"x", {}, r"'own.xls' is not a kind of file.*Save it as \.xlsx"),
    "a pickle": ("own.pkl", b"x", {}, "Files that run code when they are opened are never read"),
    "no workbook": ("own.xlsx", zipped({"xl/workbook.xml": b"<"}), {}, "cannot be opened as a workbook"),
    "half a parquet": ("own.parquet", b"PAR1" + bytes(50), {}, "cannot be read as Parquet"),
    "one class": ("own.csv", lines([(k * 0.5, "x") for k in range(30)]), {"target": "b"}, "only one value, x, in all"),
    "constant": ("own.csv", lines([(k * 0.5, 7.5) for k in range(30)]), {"target": "b"}, "only one value, 7.5, in all"),
    "one row a class": (
        "own.csv",
        lines([(k % 3, f"name{k}") for k in range(30)]),
        {"columns": {"b": {"kind": "category", "role": "target"}}},
        "Each of the 30 rows has a class of its own.*several rows of each class",
    ),
    "one row a class, of a target by its name": (
        "own.csv",
        lines([(k % 3, f"name{k}") for k in range(30)]),
        {"target": "b"},
        "Each of the 30 rows has a class of its own in the target b.*several rows of each class",
    ),
    "11,000 columns": (
        "own.csv",
        lines([range(11_000)] * 2, ",".join(f"c{k}" for k in range(11_000))),
        {},
        "11,000 columns. Expected at most 10,000",
    ),
    "other counts": ("own.csv", b"a,b\n" + b"1,2\n1,2,3\n" * 20, {}, "Line 3 holds 3 values where.*hold 2"),
    "a web page": ("own.csv", b"<!DOCTYPE html><html><table><tr><td>1,2", {}, "This is a web page, not a table"),
    "JSON": ("own.csv", b'[{"a": 1, "b": 2},\n{"a": 2, "b": 3}]', {}, "This is JSON, not a table.*Save the table"),
    "no zip": ("own.zip", b"nothing", {}, "cannot be opened as a zip.*Pack the folders again"),
    "120,000 files": ("own.zip", many_entries(), {}, "The zip holds 120,000 files. Expected at most 100,000"),
    "texts for images": (
        "own.zip",
        zipped({f"{name}/{k}.txt": b"good" for name in "ab" for k in range(3)}),
        {"source": "own_images"},
        "no image in a folder.*choose the source Texts",
    ),
    "no label": ("own.txt", b"just\nsome\nlines\n", {"source": "own_texts"}, "3 lines.* say no label"),
    "objects": ("own.npz", npz(x=np.array([{}, {}]), y=np.zeros(2)), {}, "Python objects, which are never opened"),
    "a lying array": ("own.npz", lying_npz(), {}, "cannot be read as arrays"),
    "no array": ("own.npz", zipped({"readme.txt": b"x"}), {}, "cannot be read as arrays"),
    "an array without targets": ("own.npy", npz(x=1)[:0] + b"\x93NUMPY", {}, "cannot be read as arrays"),
}


@pytest.mark.parametrize(("name", "content", "fields", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused_with_a_sentence(home, name, content, fields, says):
    (home / name).write_bytes(content)
    with pytest.raises(NnvizError, match=says):
        load(nnviz.own_data(home / name, **fields))


READ = {
    "latin-1": ("own.csv", lines(PAIRS, "größe,b").decode().encode("latin-1"), {}, (40, ("größe",)), ""),
    "utf-16": ("own.csv", lines(PAIRS, "größe,b").decode().encode("utf-16"), {}, (40, ("größe",)), ""),
    "a mark of order": ("own.csv", "größe,b\n".encode("utf-8-sig") + lines(PAIRS)[4:], {}, (40, ("größe",)), ""),
    "quoted line breaks": (
        "own.csv",
        lines([(f'"one\n{k % 2}"', k * 0.5, k % 2) for k in range(40)], "t,a,b"),
        {},
        (40, ("t = one 0", "t = one 1", "a")),
        "",
    ),
    "mixed types": (
        "own.csv",
        lines([*PAIRS, ("eleven", 1), ("12 kg", 0)]),
        {},
        (42, ("a",)),
        r"a: 2 values are no numbers \(such as eleven\) and count as missing",
    ),
    "mostly numbers": (
        "own.csv",
        lines([(k if k % 4 else "many", k * 0.5, k % 2) for k in range(40)], "n,a,b"),
        {"columns": {"a": {"role": "input"}}},
        (40, None),
        "n is read as .*: 10 of 40 values are no numbers, such as many.*make it a number under Understand",
    ),
    "infinity": ("own.csv", lines([*PAIRS, ("inf", 1), ("nan", 0)]), {}, (42, ("a",)), "a: 1 value is infinite"),
    "infinity in arrays": (
        "own.npz",
        npz(x=np.array([[np.inf, 1.0], [np.nan, 1.0], *PAIRS]), y=np.arange(42) % 2),
        {},
        (40, ("feature 1", "feature 2")),
        "2 of 42 examples have a missing or infinite value",
    ),
    "a line too long": ("own.csv", lines([*PAIRS, (1, 2, 3)]), {}, (40, ("a",)), "line 42 was left out: more values"),
    "an empty column": (
        "own.csv",
        lines([(k * 0.5, "", k % 2) for k in range(40)], "a,none,b"),
        {},
        (40, ("a",)),
        "none is ignored: no row has a value",
    ),
    "a constant column": (
        "own.csv",
        lines([(k * 0.5, 3, k % 2) for k in range(40)], "a,three,b"),
        {},
        (40, ("a",)),
        "three is ignored: every row has the same value",
    ),
    "2,010 columns": (
        "own.csv",
        lines(
            [[(k + 1) * (j % 6 + 1) % 11 for j in range(2_010)] for k in range(8)],
            ",".join(f"c{j}" for j in range(2_010)),
        ),
        {},
        (8, None),
        "more columns are ignored: a network takes at most 2,000 inputs",
    ),
    "dates as text": (
        "own.csv",
        lines([(f"{k % 28 + 1}.{k % 12 + 1}.2020", k % 2) for k in range(40)]),
        {},
        (40, ("a",)),
        "",
    ),
    "classes by numbers": ("own.csv", lines([(k * 0.5, 1 + k % 3) for k in range(40)]), {}, (40, ("a",)), ""),
    "a class of one row": (
        "own.csv",
        lines([*((k * 0.5, "xy"[k % 2]) for k in range(40)), (1, "rare")]),
        {},
        (41, ("a",)),
        "rare of b has a single row",
    ),
    "a sample": ("own.csv", lines([*PAIRS] * 10), {"limit": 50}, (50, ("a",)), "50 of 400 rows were drawn at random"),
    "the same name twice": ("own.csv", lines([(k, k * 0.5, k % 2) for k in range(9)] * 3, "a,a,b"), {}, (27, None), ""),
    "a quote that never ends": (
        "own.csv",
        lines([*((f"t{k % 3}", k * 0.5, k % 2) for k in range(40)), ('"t1', 3, 1)], "t,a,b"),
        {},
        (41, ("t = t0", "t = t1", "t = t2", "a")),
        "A quote in the file is never closed",
    ),
    "other letters later": (
        "own.csv",
        lines([*((f"t{k % 3}", k * 0.5, k % 2) for k in range(30_000)), ("t1", 3, 1)], "t,a,b")
        + "\ntü,1,0".encode("cp1252"),
        {"limit": 200_000},
        (30_002, None),
        "read as Windows-1252",
    ),
    "lines above": (
        "own.csv",
        b"Sales of 2025\n\n" + lines(PAIRS),
        {},
        (40, ("a",)),
        "2 lines above the table: left out",
    ),
    "a mark for a spreadsheet": (
        "own.csv",
        b"sep=;\n" + lines(PAIRS).replace(b",", b";"),
        {},
        (40, ("a",)),
        "1 line above the table",
    ),
    "a workbook called CSV": ("own.csv", workbook(pd.DataFrame(PAIRS, columns=["a", "b"])), {}, (40, ("a",)), ""),
    "a corrupt image": (
        "own.zip",
        folders(**{"cats/broken.png": picture(5)[:40], "dogs/text.jpg": b"hello"}),
        {},
        (8, None),
        r"2 files were left out: cats/broken.png \(.*\), dogs/text.jpg \(damaged, or no image\)",
    ),
    "images of different sizes": (
        "own.zip",
        folders(**{"cats/wide.png": picture(5, (20, 90))}),
        {},
        (9, None),
        "2 sizes, from 12 × 12 to 90 × 20 pixels; each was cut to the square in its middle",
    ),
    "names out of the zip": (
        "own.zip",
        folders(**{"../../etc/1.png": picture(5), "/etc/2.png": picture(5), "cats/../../3.png": picture(5)}),
        {},
        (8, None),
        "3 files with a name that leads out of the zip: left out",
    ),
    "other images": ("own.zip", folders(**{"cats/a.heic": b"x"}), {}, (8, None), r"1 image of a kind.*\(\.heic\)"),
    "a bomb": (
        "own.zip",
        folders(**{"cats/bomb.png": png(np.zeros((8000, 8000), "uint8"))}),
        {},
        (8, None),
        r"cats/bomb.png \(more than 50 million pixels\)",
    ),
    "a folder of one": ("own.zip", folders(**{"mice/1.png": picture(5)}), {}, (8, None), "folder mice holds one image"),
}


@pytest.mark.parametrize(("name", "content", "fields", "expected", "says"), READ.values(), ids=READ)
def test_what_can_be_used_is_read_and_it_is_said_what_was_not(home, name, content, fields, expected, says):
    (home / name).write_bytes(content)
    data = load(nnviz.own_data(home / name, **fields))
    rows, names = expected
    assert data.size == rows and np.isfinite(data.train.x).all()
    assert names is None or data.schema.feature_names == names
    notes = " ".join(data.notes)
    assert pd.Series([notes]).str.contains(says, regex=True).item(), notes


HOSTILE = [
    "<script>alert(1)</script>",
    "**bold** [link](javascript:x)",
    r"$\frac{1}{2}$",
    "🦊 fox",
    "=HYPERLINK(1)",
    "x" * 1_000,
    "two\nlines",
    "=HYPERLINK(1)",
]


def test_hostile_names_and_formulas_stay_text(home):
    """Names are cut, parted and shown as they are; a cell that is a formula stays text, and leaves with a mark."""
    frame = pd.DataFrame([[k * 0.5 + j for j in range(len(HOSTILE))] for k in range(40)], columns=HOSTILE)
    frame["cell"] = ["=1+1", "+cmd|' /C calc'!A0"] * 20
    frame["y"] = np.arange(40) % 2
    frame.to_csv(home / "own.csv", index=False)
    data = load(nnviz.own_data(home / "own.csv", target="y"))
    names = data.schema.feature_names
    assert len(set(names)) == len(names) and max(map(len, names)) <= 160 and names[0] == HOSTILE[0]
    assert "cell = =1+1" in names and any("was cut to 120 characters" in note for note in data.notes)
    assert [escaping.csv_cell(name) for name in names if name.startswith("=")] == ["'=HYPERLINK(1)", "'=HYPERLINK(1).1"]


def test_modes_of_images_keep_their_brightness(home):
    ramp = np.linspace(0, 1, 64).reshape(8, 8)
    kinds = {
        "8": Image.fromarray((255 * ramp).astype("uint8")),
        "16": Image.fromarray((65_535 * ramp).astype("uint16")),
        "colour": Image.fromarray((255 * ramp).astype("uint8")).convert("RGB"),
        "palette": Image.fromarray((255 * ramp).astype("uint8")).convert("P"),
        "cmyk": Image.fromarray((255 * ramp).astype("uint8")).convert("RGB").convert("CMYK"),
    }
    entries = {}
    for name, image in kinds.items():
        file = io.BytesIO()
        image.save(file, "TIFF" if name == "cmyk" else "PNG")
        entries |= {f"{name}/{k}.{'tif' if name == 'cmyk' else 'png'}": file.getvalue() for k in range(2)}
    (home / "own.zip").write_bytes(zipped(entries))
    raw = read(nnviz.own_data(home / "own.zip", size=8, colour="grey"))
    assert len(raw.x) == 10
    np.testing.assert_allclose(raw.x[..., 0], np.broadcast_to(255 * ramp, (10, 8, 8)), atol=2)


def test_a_turned_photograph_stands_upright(home):
    upright = np.zeros((8, 8), "uint8")
    upright[:, :4] = 255
    file = io.BytesIO()
    turned = Image.fromarray(np.rot90(upright))  # 90° against the clock; orientation 6 says to turn it back
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(file, "PNG", exif=exif)
    (home / "own.zip").write_bytes(zipped({f"{name}/{k}.png": file.getvalue() for name in "ab" for k in range(2)}))
    raw = read(nnviz.own_data(home / "own.zip", size=8))
    np.testing.assert_array_equal(raw.x[0, ..., 0], upright)


def test_texts_are_read_by_line_and_by_folder(home):
    said = [("good", "what a film"), ("bad", "how dull"), ("good", "so fine"), ("bad", "never again")] * 10
    rows = {
        "own.txt": "\n".join(f"{label}\t{text}" for label, text in said),
        "own2.txt": "\n".join(f"{text}\t{label}" for label, text in said),
        "own3.txt": "\n".join(f"__label__{label} {text}" for label, text in said),
    }
    for name, content in rows.items():
        (home / name).write_text(content + "\nno label here")
    entries = {f"{label}/{k}.txt": text.encode() for k, (label, text) in enumerate(said)}
    (home / "own.zip").write_bytes(zipped(entries | {"good/empty.txt": b" "}))
    for name in (*rows, "own.zip"):
        spec = nnviz.own_data(home / name)
        raw = read(spec)
        assert spec.source == "own_texts" and raw.schema.class_names == ("bad", "good") and len(raw.x) == 40
        texts = [" ".join(raw.words[int(k)] for k in row if k) for row in raw.x]
        assert {(raw.schema.class_names[y], text) for y, text in zip(raw.y, texts, strict=True)} == set(said)
        assert any("left out" in note for note in raw.notes)


def test_a_zip_is_counted_before_it_is_opened(home, monkeypatch):
    (home / "own.zip").write_bytes(many_entries())
    monkeypatch.setattr(
        zips, "zipfile", SimpleNamespace(**vars(zipfile) | {"ZipFile": lambda *_: pytest.fail("opened")})
    )
    with pytest.raises(NnvizError, match="120,000 files"):
        zips.opened(home / "own.zip")


def test_tables_of_the_pages_leave_no_formula_in_their_own_download():
    """`st.dataframe` lets people download what it shows: it is given marked cells, and by few."""
    pages = Path(__file__).parents[2] / "pages"
    direct = {path.name: path.read_text() for path in pages.rglob("*.py") if "st.dataframe(" in path.read_text()}
    assert set(direct) == {"tables.py", "matrix.py", "labels.py", "comparing.py", "targets_shown.py"}
    assert all("tables.safe(" in direct[name] for name in ("matrix.py", "labels.py"))
    marked = tables.safe(pd.DataFrame({"=a": ["=1+1", "-2.5", "x", 3]}, index=["+b", "c", "d", "e"]))
    assert list(marked.index) == ["'+b", "c", "d", "e"] and list(marked["'=a"]) == ["'=1+1", "-2.5", "x", 3]
