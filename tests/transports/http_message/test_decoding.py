"""Content decoding in small steps: RFC 1952, RFC 8878."""

import gzip
import random
import sys
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.http.message import Headers
from seawall.transports.http_message.decoding import ContentDecoder, decoder_for, has_plain_body

zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
NOISE = random.Random(1).randbytes(300_000)
EMPTY = gzip.compress(b"", mtime=0)


def unpacked(encoding: str, *chunks: bytes) -> list[bytes]:
    decoder = ContentDecoder(encoding)
    pieces = [piece for chunk in chunks for piece in decoder.decode(chunk)]
    decoder.finish()
    return pieces


@pytest.mark.parametrize("body", [b"", bytes(65_536), bytes(131_072), bytes(5_000_001), NOISE], ids=len)
@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstd.compress)], ids=["gzip", "zstd"]
)
def test_pieces_are_bounded_and_complete(encoding: str, pack: type[bytes], body: bytes) -> None:
    packed = pack(body)
    for chunks in [(packed,), (packed[:7], packed[7:]), (packed + packed,), (packed, packed)]:
        pieces = unpacked(encoding, *chunks)
        assert b"".join(pieces) == (body * 2 if len(b"".join(chunks)) > len(packed) else body)
        assert max(map(len, pieces)) < 131_072


@pytest.mark.parametrize(
    ("encoding", "packed"), [("gzip", EMPTY * 10_000), ("gzip, gzip", gzip.compress(EMPTY * 10_000))]
)
def test_decoding_without_output_yields_empty_pieces(encoding: str, packed: bytes) -> None:
    pieces = unpacked(encoding, packed)
    assert set(pieces) == {b""}
    assert len(pieces) > 10


_FIELDS = st.dictionaries(
    st.sampled_from(["content-length", "Content-Encoding", "transfer-encoding", "x"]),
    st.sampled_from(["", "0", "5", "99", "5, 5", "-5", "+5", " 5", "5_0", "gzip", "chunked", "identity"]),
)


@given(status=st.sampled_from([101, 200, 204, 304, 500]), fields=_FIELDS, most=st.integers(0, 200))
def test_a_plain_body_is_read_as_a_decoder_reads_it(status: int, fields: dict[str, str], most: int) -> None:
    headers = Headers(fields)
    if has_plain_body(status, headers, most):
        assert int(headers["content-length"]) <= most
        decoder = decoder_for(status, headers)
        assert list(decoder.decode(b"a body")) == [b"a body"]
        decoder.finish()


@pytest.mark.parametrize(
    ("fields", "is_plain"),
    [
        ({"content-length": "5"}, True),
        ({"content-length": "6"}, False),
        ({"content-length": "5, 5"}, False),
        ({"content-length": "9" * 5000}, False),
        ({}, False),
        ({"content-length": "5", "content-encoding": "gzip"}, False),
        ({"content-length": "5", "transfer-encoding": "chunked"}, False),
    ],
)
def test_a_plain_body_has_a_length_and_no_coding(fields: dict[str, str], *, is_plain: bool) -> None:
    assert has_plain_body(200, Headers(fields), 5) is is_plain
    assert not has_plain_body(101, Headers(fields), 5)
