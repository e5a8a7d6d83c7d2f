"""Data of one's own in a script: a frame, a CSV as many spreadsheets write it, a workbook, arrays, texts."""

from pathlib import Path

import numpy as np
import pandas as pd

import nnviz

here = Path(__file__).parent
rng = np.random.default_rng(0)
area = rng.normal(90, 25, 300).round(1)
houses = pd.DataFrame({"area (m²)": area, "town": rng.choice(["Köln", "Bonn"], 300), "price": 3_000 * area + 20_000})

data = nnviz.load_data(houses, target="price")
print(f"a frame: {len(data.train)} rows to train on, inputs {', '.join(data.schema.feature_names)}")

houses.to_csv(here / "houses.csv", sep=";", decimal=",", encoding="cp1252", index=False)
houses.to_excel(here / "houses.xlsx", sheet_name="Sold", index=False)
for name in ("houses.csv", "houses.xlsx"):
    same = nnviz.load_data(here / name, target="price")
    print(f"{name}: the same rows {np.allclose(same.train.x, data.train.x)}")

# What was guessed can be said instead: own_data gives the specification, which an Experiment takes too.
spec = nnviz.own_data(here / "houses.csv", target="town", decimal="comma", encoding="Windows-1252", test_fraction=0.2)
print(f"towns: {' or '.join(nnviz.load_data(spec).schema.class_names)}")

images = nnviz.load_data(rng.random((40, 8, 8, 1)), np.arange(40) % 2)
print(f"arrays: examples of the kind {images.schema.kind}")

(here / "reviews.txt").write_text("\n".join(["good\ta warm and witty film", "bad\tdull, long and loud"] * 20))
print(f"texts: {nnviz.load_data(here / 'reviews.txt').preparation.words[2:5]} come first")
