"""Content decoding in small steps: RFC 1952, RFC 8878."""

import gzip
import random
import sys
from importlib import import_module

import pytest

from seawall.transports.http_message.decoding import ContentDecoder

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
