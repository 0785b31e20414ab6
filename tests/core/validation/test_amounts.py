"""Amounts in texts of a server."""

from seawall.core.validation.amounts import count, gigabytes
from tests.rows import row


def test_amounts_of_memory_are_in_gb() -> None:
    for text, expected in (
        ("4", 4.0),
        ("4G", 4.0),
        ("1.5GB", 1.5),
        ("500M", 0.5),
        ("1000K", 0.001),
        ("2T", 2000.0),
        ("1Gi", 1.073741824),
        ("1024Mi", 1.073741824),
        ("<none>", None),
        ("-1G", None),
        ("1 G", None),
        ("", None),
        (None, None),
    ):
        with row(text):
            assert gigabytes(text) == expected


def test_counts_are_finite_numbers() -> None:
    for text, expected in (
        ("2", 2.0),
        ("0.5", 0.5),
        ("<none>", None),
        ("nan", None),
        ("inf", None),
        (None, None),
    ):
        with row(text):
            assert count(text) == expected
