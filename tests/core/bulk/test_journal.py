import json

import pytest

from seawall.core.bulk.journal import (
    Done,
    Failed,
    Head,
    Record,
    idempotency_key,
    job_digest,
    line_of,
    record_in,
)
from seawall.core.errors import InputError

RECORDS: list[Record] = [
    Head("0" * 64, "seed"),
    Done("a", None),
    Done("ü\n\x00", {"id": 1, "names": ["x", "y"]}),
    Failed("b", "NotFoundError"),
]


@pytest.mark.parametrize("record", RECORDS)
def test_a_line_says_what_it_was_made_of(record: Record) -> None:
    line = line_of(record)
    assert record_in(line) == record
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line).keys() == {"crc32c", "record"}


@pytest.mark.parametrize("record", RECORDS)
def test_a_torn_line_says_nothing_wherever_it_is_torn(record: Record) -> None:
    line = line_of(record)
    assert [cut for cut in range(len(line)) if record_in(line[:cut]) is not None] == []
    assert [at for at in range(len(line)) if record_in(line[:at] + b"#" + line[at + 1 :]) is not None] == []
    assert record_in(line + line) is None


@pytest.mark.parametrize("text", [b"", b"\n", b"{}\n", b'{"crc32c":"AAAAAA==","record":}\n', b"\x00" * 64])
def test_what_is_no_line_says_nothing(text: bytes) -> None:
    assert record_in(text) is None


def test_a_line_of_a_later_version_says_nothing() -> None:
    line = line_of(Done("a", 1)).replace(b'"value"', b'"other"')
    assert record_in(line) is None


def test_a_value_that_is_no_json_is_refused_by_its_item() -> None:
    with pytest.raises(InputError, match="What came of item 'a' can not be kept"):
        line_of(Done("a", object()))


def test_an_idempotency_key_is_a_uuid_that_depends_on_seed_and_key() -> None:
    assert idempotency_key("s", "a") == idempotency_key("s", "a")
    assert len({idempotency_key(seed, key) for seed in "st" for key in "abc"}) == 6
    # Written down: a later version must make the same of a journal that it finds.
    assert idempotency_key("s", "a") == "327e50db-19d2-5732-8fe3-41443fc73fa6"


def test_a_job_is_known_by_its_name_and_the_keys_in_their_order() -> None:
    jobs = [("j", ["a", "b"]), ("j", ["b", "a"]), ("j", ["ab"]), ("k", ["a", "b"]), ("j", []), ("ja", ["b"])]
    assert len({job_digest(name, keys) for name, keys in jobs}) == len(jobs)
    assert job_digest("j", ["a"]) == job_digest("j", ("a",))


@pytest.mark.parametrize(
    ("keys", "told"),
    [(["a", "b", "a"], "Two items have the key 'a'"), ([""], "empty text"), (["\ud800"], "half a character")],
)
def test_keys_must_tell_items_apart(keys: list[str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        job_digest("j", keys)
