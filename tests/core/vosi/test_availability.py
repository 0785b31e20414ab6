"""The availability of a service, in XML."""

from datetime import UTC, datetime

import pytest

from seawall.core.errors import DecodeError
from seawall.core.vosi.availability import Availability, availability_of
from tests.core.vosi.documents import AVAILABILITY
from tests.rows import row


def test_an_availability_has_times_and_notes() -> None:
    assert availability_of(AVAILABILITY) == Availability(
        is_available=True,
        up_since=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        down_at=None,
        back_at=None,
        notes=("first", "second"),
    )
    assert not availability_of(b"<availability/>").is_available


def test_another_document_is_refused() -> None:
    for body, words in ((b"<html/>", "it is another document"), (b"no", "is not XML")):
        with row(body), pytest.raises(DecodeError, match=words):
            availability_of(body)
