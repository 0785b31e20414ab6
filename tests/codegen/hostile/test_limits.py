"""Documents that would exhaust memory or time: each is generated, or refused with a sentence, in seconds."""

import time
from typing import Any

import pytest

from seawall.codegen.errors import GenerationError
from tests.codegen.generating import make, spec_with
from tests.codegen.hostile.large_documents import CYCLES, GROWING, HUGE, NESTED, PARSED
from tests.rows import row

# Of the processor, on a slow machine: most of them take a tenth of a second.
MOST_SECONDS = 30
MOST_CHARACTERS = 20_000
# Each document is larger than those of the other tests.
# Two hundred documents in two styles; make fuzz and the tests of each limit take a sample of them.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


def reason(document: bytes) -> str:
    """The message of the error that generation ends with; empty if it succeeds."""
    start = time.process_time()
    message = ""
    try:
        result = make(document)
    except GenerationError as error:
        message = str(error)
    else:
        assert all(len(note) < MOST_CHARACTERS for note in result.notes)
        assert len(result.notes) < 1_000
    assert time.process_time() - start < MOST_SECONDS
    assert len(message) < MOST_CHARACTERS
    assert all(line.isprintable() for line in message.splitlines())
    return message


def is_told(message: str) -> bool:
    """True for no message, and for one that is a whole sentence."""
    return message == "" or message.endswith((".", "}", "nothing to generate")) or "\n" in message


@pytest.mark.parametrize("place", HUGE)
def test_a_huge_text(place: str) -> None:
    assert is_told(reason(HUGE[place]()))


NAMES = ["property", "schema", "operationId", "path", "parameter", "header", "media type", "status", "server"]


@pytest.mark.parametrize("place", NAMES)
def test_a_name_is_limited(place: str) -> None:
    assert "the limit is 2,000" in reason(HUGE[place]())


@pytest.mark.parametrize("levels", [60, 150])
@pytest.mark.parametrize("keyword", NESTED)
def test_nested_schemas(keyword: str, levels: int) -> None:
    schema: Any = {"type": "string"}
    for _ in range(levels):
        schema = NESTED[keyword](schema)
    message = reason(spec_with(schema))
    assert message == "" if levels == 60 else is_told(message)


@pytest.mark.parametrize("name", GROWING)
def test_a_document_that_grows(name: str) -> None:
    assert is_told(reason(GROWING[name]()))


@pytest.mark.parametrize("name", CYCLES)
def test_references_in_circles(name: str) -> None:
    assert is_told(reason(CYCLES[name]()))


@pytest.mark.parametrize("name", PARSED)
def test_a_text_for_the_parsers(name: str) -> None:
    assert is_told(reason(PARSED[name]()))


REFUSED = [
    (PARSED["aliases that multiply"], "expands to more than 2,000,000 values"),
    (PARSED["merges that multiply"], "expands to more than 2,000,000 values"),
    (PARSED["merges of a wide mapping"], "expands to more than 2,000,000 values"),
    (PARSED["a Python tag"], "has no JSON form"),
    (PARSED["digits"], "too many digits"),
    (PARSED["hexadecimal digits"], "too many digits"),
    (PARSED["octal digits"], "too many digits"),
    (PARSED["digits of a limit"], "too many digits"),
    (PARSED["digits of JSON"], "too many digits"),
    (PARSED["objects"], "nested deeper than 200 levels"),
    (GROWING["unions that multiply"], "more than 10,000 alternatives"),
    (GROWING["doubled allOf"], "more than 10,000 parts"),
    (GROWING["server variables"], "the limit is 2,000"),
]


def test_the_reason_names_the_limit() -> None:
    for document, expected in REFUSED:
        message = reason(document())
        with row(message):
            assert expected in message


def test_a_summary_of_many_findings_is_short() -> None:
    notes = make(GROWING["required of 100,000"]()).notes
    assert len(notes) == 11
    assert "100,000 properties are required, but not described" in notes[-1]
