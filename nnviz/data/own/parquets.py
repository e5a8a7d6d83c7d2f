"""A Parquet file → a frame, of a long one a random sample of its rows in bounded memory. Worker side (pandas)."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from nnviz.errors import DataError

_PIECE = 65_536
"""Rows that are unpacked at once."""
_INDEX = re.compile(r"__index_level_\d+__")
"""What pandas calls an index without a name."""
_MOST_UNPACKED = 1_000_000_000
"""Bytes of one group of rows, unpacked."""


def read(path: Path, limit: int, seed: int) -> tuple[pd.DataFrame, int]:
    """(frame, rows of the file). Raises DataError for a file that is none, or that would not fit into memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            total = file.metadata.num_rows
            groups = [file.metadata.row_group(k).total_byte_size for k in range(file.metadata.num_row_groups)]
            if max(groups, default=0) > _MOST_UNPACKED:
                raise DataError(
                    f"A group of rows of the file unpacks to {max(groups) / 1e9:,.1f} GB.",
                    expected="groups of at most 1 GB",
                    fix="Write it with fewer rows to a group.",
                    where="file",
                )
            chosen = _drawn(total, limit, seed)
            parts = list(_taken(file, chosen))
            schema = file.schema_arrow
        table = pa.Table.from_batches(parts, schema) if parts else schema.empty_table()
        frame = table.to_pandas(date_as_object=False, timestamp_as_object=False, ignore_metadata=True)
        return frame.drop(columns=[name for name in frame.columns if _INDEX.fullmatch(str(name))]), total
    except (pa.ArrowException, OSError, ValueError, TypeError) as error:
        raise DataError(
            f"The file cannot be read as Parquet ({str(error).splitlines()[0][:80]}).",
            expected="a whole Parquet file",
            fix="Write it again, or save the table as CSV.",
            where="file",
        ) from None


def _drawn(total: int, limit: int, seed: int) -> np.ndarray | None:
    """The rows that are read, in order; None for all."""
    if total <= limit:
        return None
    return np.sort(np.random.default_rng([seed, 4409]).choice(total, limit, replace=False))


def _taken(file, chosen: np.ndarray | None):
    first = 0
    for batch in file.iter_batches(_PIECE):
        if chosen is None:
            yield batch
        else:
            here = chosen[np.searchsorted(chosen, first) : np.searchsorted(chosen, first + len(batch))] - first
            if len(here):
                yield batch.take(here)
        first += len(batch)
