import json
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.bulk.journal import (
    Done,
    Failed,
    Header,
    Record,
    Sent,
    decode_line,
    done_record,
    encode_line,
    idempotency_key,
    is_torn_header,
    job_digest,
)
from seawall.core.errors import InputError
from seawall.core.transfer.checksum import crc32c_base64

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text('aé\n"'),
    lambda part: st.lists(part) | st.dictionaries(st.text('ab"'), part),
    max_leaves=8,
)
RECORDS: list[Record] = [
    Header("0" * 64, "seed"),
    Done("a", None),
    Done("ü\n\x00", {"id": 1, "names": ["x", "y"]}),
    Failed("b", "NotFoundError"),
    Sent("c"),
    Sent("d", 1700000000.5),
]


def test_a_line_is_decoded_to_its_record() -> None:
    for record in RECORDS:
        line = encode_line(record)
        assert decode_line(line) == record, record
        assert line.endswith(b"\n"), record
        assert line.count(b"\n") == 1, record
        assert json.loads(line).keys() == {"crc32c", "record"}, record


def test_a_torn_or_damaged_line_is_not_decoded() -> None:
    for record in RECORDS:
        line = encode_line(record)
        assert [cut for cut in range(len(line)) if decode_line(line[:cut]) is not None] == [], record
        assert [
            at for at in range(len(line)) if decode_line(line[:at] + b"#" + line[at + 1 :]) is not None
        ] == [], record
        assert decode_line(line + line) is None, record


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), JSON)
def test_a_result_is_encoded_once_and_its_line_is_that_of_its_value(key: str, value: object) -> None:
    record = done_record(key, value)
    assert encode_line(record) == encode_line(Done(key, record.value))
    assert decode_line(encode_line(record)) == record


def test_other_text_is_not_decoded() -> None:
    rows: list[bytes] = [b"", b"\n", b"{}\n", b'{"crc32c":"AAAAAA==","record":}\n', b"\x00" * 64]
    for text in rows:
        assert decode_line(text) is None, text


def test_a_line_of_a_later_version_is_not_decoded() -> None:
    for text in (b'{"journal":2,"job":"j","seed":"s"}', b'{"key":"a","other":1}', b"[]", b"1"):
        checksum = crc32c_base64(text).encode()
        assert decode_line(b'{"crc32c":"' + checksum + b'","record":' + text + b"}\n") is None, text


def test_a_value_that_is_not_json_is_an_error_that_names_its_item() -> None:
    with pytest.raises(InputError, match="The result of item 'a' can not be written as JSON"):
        encode_line(Done("a", object()))


def test_an_idempotency_key_is_a_uuid_that_depends_on_seed_and_key() -> None:
    assert idempotency_key("s", "a") == idempotency_key("s", "a")
    assert len({idempotency_key(seed, key) for seed in "st" for key in "abc"}) == 6
    # A fixed value: a later version must resume the journals of this one.
    assert idempotency_key("s", "a") == "327e50db-19d2-5732-8fe3-41443fc73fa6"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_an_idempotency_key_is_the_text_of_a_uuid_of_version_5(seed: str, key: str) -> None:
    expected = uuid5(uuid5(NAMESPACE_OID, seed), key)
    assert (idempotency_key(seed, key), expected.version) == (str(expected), 5)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), JSON)
def test_a_line_is_decoded_without_the_value_as_with_it(key: str, value: object) -> None:
    records: list[Record] = [Done(key, value), Failed(key, "E"), Sent(key, 1.5), Sent(key), Header("j", "s")]
    for record in records:
        decoded = decode_line(encode_line(record), has_value=False)
        assert decoded == (Done(key, None) if isinstance(record, Done) else record)


def test_a_job_digest_depends_on_the_name_and_the_keys_in_order() -> None:
    jobs = [("j", ["a", "b"]), ("j", ["b", "a"]), ("j", ["ab"]), ("k", ["a", "b"]), ("j", []), ("ja", ["b"])]
    assert len({job_digest(name, keys) for name, keys in jobs}) == len(jobs)
    assert job_digest("j", ["a"]) == job_digest("j", ("a",))


@pytest.mark.parametrize(
    ("keys", "message"),
    [(["a", "b", "a"], "Two items have the key 'a'"), ([""], "is empty"), (["\ud800"], "half a character")],
)
def test_keys_must_be_unique_text(keys: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        job_digest("j", keys)


@pytest.mark.parametrize(("keys", "type_name"), [([1], "int"), ([None], "NoneType")])
def test_a_key_of_another_type_is_rejected(keys: Any, type_name: str) -> None:
    with pytest.raises(InputError, match=f"of type {type_name}. Give text"):
        job_digest("j", keys)


def test_a_record_holds_the_value_that_its_line_will_give() -> None:
    for value in [None, 1, "a", (1, 2), {"id": ("x",)}]:
        record = done_record("a", value)
        assert decode_line(encode_line(record)) == record, value
    assert done_record("a", (1, 2)).value == [1, 2]
    with pytest.raises(InputError, match="The result of item 'a' can not be written as JSON"):
        done_record("a", object())


def test_a_result_with_another_value_in_json_is_refused() -> None:
    for value in [{1}, b"a", float("nan"), {1: 2}, {"rows": [{"size": timedelta(1)}]}]:
        with pytest.raises(
            InputError, match=r"as JSON: result.* Give .* Or give the journal an `encode` function\.$"
        ):
            done_record("a", value)


def test_a_record_that_is_no_json_object_is_not_decoded() -> None:
    for text in [b"1", b"[]", b"{", b'{"journal":2,"job":"j","seed":"s"}', b'{"key":1,"value":2}']:
        line = b'{"crc32c":"%s","record":%s}\n' % (crc32c_base64(text).encode(), text)
        assert decode_line(line) is None, text


def test_a_torn_header_is_a_part_of_the_header_of_the_same_job() -> None:
    header = Header("0" * 64, "seed-1")
    line, other = encode_line(header), encode_line(Header("0" * 64, "seed-2"))
    for cut in range(len(line)):
        for content in (other[:cut], other[:cut] + b"\0" * (len(line) - cut)):
            assert is_torn_header(content, header), cut
    # A whole line, another job, too long, and other text: a journal that must not be overwritten.
    other_job = encode_line(Header("1" * 64, "seed-1"))
    for content in [line, other_job[:-1], line[:-1] + b"\0" * 9, b"some text", b"\n"]:
        assert not is_torn_header(content, header), content
