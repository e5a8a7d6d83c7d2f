"""What stands out in data, one finding mended, and how the columns hang together, as a page to open."""

from pathlib import Path

import nnviz
from nnviz.plots.profile import relation_matrix

data = nnviz.DataSpec(source="loans")
before = nnviz.profile(data)
for column in before.columns[1:]:
    print(f"{column.column.name}: {column.range_words}, {column.relation.measure} {column.relation.value:.2f}")
for finding in before.findings:
    print(f"{finding.sentence} {finding.evidence}")

mend = before.findings[0].mends[0]
data = mend.apply(data)
print(f"{mend.done} Left to find: {len(nnviz.profile(data).findings)}")

relations = before.relations
figure = relation_matrix(relations.values, relations.names, relations.measures, relations.target)
figure.write_html(Path(__file__).parent / "relations.html")
