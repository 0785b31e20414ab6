"""Table of measurements: one row per metric, with its unit and, if there is no value, a note."""

import csv
import io
from collections.abc import Iterable

import numpy as np
from attrs import frozen

from seawall.local.platform.applications.image_qc.arrays import FloatArray
from seawall.local.platform.applications.image_qc.stain import STAINS, StainStatistics

__all__ = ["Row", "focus_rows", "stain_rows", "to_csv"]

BLURRED_BELOW = 0.3


@frozen
class Row:
    """Row of the table; if `value` is None, `note` gives the reason."""

    metric: str
    value: float | None
    unit: str = ""
    note: str = ""


def focus_rows(scores: FloatArray) -> list[Row]:
    """Create the rows of the focus over the tissue tiles."""
    if not scores.size:
        names = ("mean", "median", "p10", "p90", "blurred_fraction")
        return [Row(f"focus_{name}", None, note="no tissue found") for name in names]
    p10, median, p90 = np.percentile(scores, [10, 50, 90])
    return [
        Row("focus_mean", float(scores.mean()), "score"),
        Row("focus_median", float(median), "score"),
        Row("focus_p10", float(p10), "score"),
        Row("focus_p90", float(p90), "score"),
        Row("focus_blurred_fraction", float(np.mean(scores < BLURRED_BELOW)), "fraction"),
    ]


def stain_rows(stains: Iterable[StainStatistics], *, no_stain: str | None) -> list[Row]:
    """Create the rows of each stain's optical density; without stains, `no_stain` is the note."""
    if no_stain is not None:
        names = (f"{stain}_{name}" for stain in STAINS for name in ("mean", "std", "p95"))
        return [Row(name, None, note=no_stain) for name in names]
    rows = []
    for each in stains:
        rows.append(Row(f"{each.stain}_mean", each.mean, "optical density"))
        rows.append(Row(f"{each.stain}_std", each.deviation, "optical density"))
        rows.append(Row(f"{each.stain}_p95", each.percentile_95, "optical density"))
    return rows


def to_csv(rows: Iterable[Row]) -> bytes:
    """Encode the table as CSV (RFC 4180) with a header."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["metric", "value", "unit", "note"])
    for row in rows:
        value = "" if row.value is None else f"{row.value:.6g}" if row.value % 1 else f"{row.value:.0f}"
        writer.writerow([row.metric, value, row.unit, row.note])
    return text.getvalue().encode()
