"""RFC 9530; the vectors are those of its section 2 and appendix B, dictionaries are those of RFC 9651."""

import base64

import pytest

from seawall.core.http.message import Headers
from seawall.core.transfer.checksum import Algorithm, Checksum, checksum_of
from seawall.core.transfer.digest_fields import (
    WANT_DIGEST,
    content_digests,
    digest_field,
    parse_digests,
    repr_digests,
)

ITEM = b'{"hello": "world"}\n'
SHA256, SHA512, CRC32C = Algorithm.SHA256, Algorithm.SHA512, Algorithm.CRC32C
OF_ITEM = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
OF_ITEM_512 = (
    "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:"
)
OF_NOTHING = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
OF_THE_END = "sha-256=:jjcgBDWNAtbYUXI37CVG3gRuGOAjaaDRGpIUFsdyepQ=:"
# B.4 with the erratum 8890: the item, as Brotli.
BROTLI = bytes.fromhex("0b09807b2268656c6c6f223a2022776f726c64227d0a03")
OF_BROTLI = "sha-256=:d435Qo+nKZ+gLcUHn7GQtQ72hiBVAgqoLsZnZPiTGPk=:"
OF_BROTLI_512 = (
    "sha-512=:db7fdBbgZMgX1Wb2MjA8zZj+rSNgfmDCEEXM8qLWfpfoNY0sCpHAzZbj09X1/7HAb7Od5Qfto4QpuBsFbUO3dQ==:"
)
OF_TITLE = "sha-256=:mEkdbO7Srd9LIOegftO0aBX+VPTVz7/CSHes2Z27gc4=:"
OF_RESOURCE = "sha-256=:uVSlinTTdQUwm2On4k8TJUikGN1bf/Ds8WPX4oe0h9I=:"
OF_STATUS = "sha-256=:yXIGDTN5VrfoyisKlXgRKUHHMs35SNtyC3szSz1dbO8=:"
OF_PROBLEM = "sha-256=:EXB0S2VF2H7ijkAVJkH1Sm0pBho0iDZcvVUHHXTTZSA=:"
APPENDIX_B = [
    ("section 2", ITEM, SHA512, OF_ITEM_512),
    ("B.1", ITEM, SHA256, OF_ITEM),
    ("B.2", b"", SHA256, OF_NOTHING),
    ("B.3", b'"world"}\n', SHA256, OF_THE_END),
    ("B.4", BROTLI, SHA256, OF_BROTLI),
    ("B.6", BROTLI, SHA512, OF_BROTLI_512),
    ("B.7", b'{"title": "New Title"}\n', SHA256, OF_TITLE),
    ("B.7", b'{\n  "id": "123",\n  "title": "New Title"\n}\n', SHA256, OF_RESOURCE),
    (
        "B.8",
        b'{\n  "status": "created",\n  "id": "123",\n  "ts": 1569327729,\n  "instance": "/books/123"\n}\n',
        SHA256,
        OF_STATUS,
    ),
    (
        "B.10",
        (
            b'{\n  "title": "Not Found",\n  "detail": "Cannot PATCH a non-existent resource",\n'
            b'  "status": 404\n}\n'
        ),
        SHA256,
        OF_PROBLEM,
    ),
]


@pytest.mark.parametrize(("section", "data", "algorithm", "field"), APPENDIX_B)
def test_the_examples_of_rfc_9530(section: str, data: bytes, algorithm: Algorithm, field: str) -> None:
    assert digest_field([checksum_of(data, algorithm)]) == field
    for name, read in (("Repr-Digest", repr_digests), ("Content-Digest", content_digests)):
        assert read(Headers({name: field})) == (checksum_of(data, algorithm),)


def test_two_algorithms_in_one_field() -> None:
    field = f"{OF_BROTLI}, {OF_BROTLI_512}"
    assert digest_field([checksum_of(BROTLI, SHA256), checksum_of(BROTLI, SHA512)]) == field
    assert parse_digests(field).keys() == {"sha-256", "sha-512"}


def test_repr_digest_and_content_digest_are_separate() -> None:
    headers = Headers({"Repr-Digest": OF_ITEM, "Content-Digest": OF_THE_END})
    assert repr_digests(headers) == (checksum_of(ITEM, SHA256),)
    assert content_digests(headers) == (checksum_of(b'"world"}\n', SHA256),)
    assert repr_digests(Headers()) == content_digests(Headers()) == ()


def test_unknown_algorithms_are_ignored() -> None:
    rows: list[str] = ["md5", "sha", "unixsum", "unixcksum", "adler", "id-sha-256", "sha-1024"]
    for unknown in rows:
        headers = Headers({"Repr-Digest": f"{unknown}=:AAAA:, {OF_ITEM}"})
        assert repr_digests(headers) == (checksum_of(ITEM, SHA256),), unknown


def test_a_crc32c_has_its_key_of_the_registry() -> None:
    headers = Headers({"Repr-Digest": "crc32c=:4waSgw==:"})
    assert repr_digests(headers) == (checksum_of(b"123456789", CRC32C),)


def test_digests_of_an_encoded_response_are_ignored() -> None:
    headers = {"Repr-Digest": OF_BROTLI, "Content-Digest": OF_BROTLI}
    assert repr_digests(Headers({**headers, "content-encoding": "br"})) == ()
    assert content_digests(Headers({**headers, "content-encoding": "br"})) == ()
    assert len(repr_digests(Headers({**headers, "content-encoding": "identity"}))) == 1


A = b"\x01\x02\x03\x04"
WIRE = base64.b64encode(A).decode()


def test_dictionaries_of_byte_sequences() -> None:
    rows: list[tuple[str, dict[str, bytes]]] = [
        ("", {}),
        (f"a=:{WIRE}:", {"a": A}),
        (f"  a=:{WIRE}:  ", {"a": A}),
        (f"a=:{WIRE}:,b=:{WIRE}:", {"a": A, "b": A}),
        (f"a=:{WIRE}: \t, \t b=:{WIRE}:", {"a": A, "b": A}),
        (f"*a_-.*=:{WIRE}:", {"*a_-.*": A}),
        ("a=::", {"a": b""}),
        ("a=:AQIDBA:", {"a": A}),
        ("a=:AQIDBA===:", {"a": A}),
        # The last of a key counts (RFC 9651, section 4.2.2).
        (f"a=:AAAA:, a=:{WIRE}:", {"a": A}),
        (f"a=:{WIRE}:, a=1", {}),
        # Parameters, and members of every other type, are no bytes of ours.
        (f'a=:{WIRE}:;x=1 ; y="a\\"b";z', {"a": A}),
        (f'n=1, d=-1.5, t=foo/*:x, s="a, b=:AAAA:", f=?0, w=@1659578233, u=%"f%c3", a=:{WIRE}:', {"a": A}),
        (f"l=(1 :AAAA:;q=2  tok);x, a=:{WIRE}:, flag, other;x=:AAAA:", {"a": A}),
        ("sha-512=3, sha-256=10, unixsum=0", {}),
        # A field that is not a dictionary is ignored as a whole.
        (f"A=:{WIRE}:", {}),
        (f"a=:{WIRE}", {}),
        (f"a={WIRE}:", {}),
        (f"a=:{WIRE}:,", {}),
        (f"a=:{WIRE}:,,b=1", {}),
        (f"a=:{WIRE}: b=:{WIRE}:", {}),
        (f"a =:{WIRE}:", {}),
        (f"a= :{WIRE}:", {}),
        (f",a=:{WIRE}:", {}),
        (f"a=:{WIRE}:, b=(1 2", {}),
        (f'a=:{WIRE}:, b="x', {}),
        (f"a=:{WIRE}:, b=?2", {}),
        (f"a=:{WIRE}:, b=1.2345", {}),
        ("a=:AQI DBA==:", {}),
        ("a=:AQID-_==:", {}),
        ("a=:A:", {}),
        ("a=:A=Q=:", {}),
        (f"a=:{WIRE}:, ü=1", {}),
        ("sha-256=" + "RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=", {}),
        (f"a=:{'A' * 9000}:", {}),
    ]
    for field, digests in rows:
        assert parse_digests(field) == digests, (field, digests)


def test_too_much_padding_is_allowed() -> None:
    # B.5, B.6 and B.11 are printed so.
    headers = Headers({"Repr-Digest": "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg==:"})
    assert repr_digests(headers) == (checksum_of(ITEM, SHA256),)


def test_a_long_field_is_parsed_quickly() -> None:
    rows: list[str] = ["a" * 8000, "a=(" + "1 " * 4000, "a;" * 4000, "a=1 ;" * 1600, '"' * 8000]
    for long in rows:
        assert parse_digests(long) == {}, long


def test_want_digest_is_a_dictionary() -> None:
    assert WANT_DIGEST == {"want-repr-digest": "sha-256=10"}
    assert digest_field([Checksum.from_digest(CRC32C, A)]) == f"crc32c=:{WIRE}:"
