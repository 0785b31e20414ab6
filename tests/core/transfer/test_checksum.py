import base64

import pytest

from seawall.core.errors import InputError
from seawall.core.transfer.checksum import Algorithm, Checksum, Crc32c, Hashers, checksum_of, crc32c_base64

# RFC 3720, appendix B.4, which lists the bytes from low to high.
ISCSI_READ = bytes.fromhex(
    "01c000000000000000000000000000001400000000000400000000140000001828000000000000000200000000000000"
)
VECTORS = [
    (b"", "00000000"),
    (bytes(32), "aa36918a"),
    (b"\xff" * 32, "43aba862"),
    (bytes(range(32)), "4e79dd46"),
    (bytes(reversed(range(32))), "5cdb3f11"),
    (ISCSI_READ, "563a96d9"),
    (b"123456789", "839206e3"),
]


def test_the_vectors_of_rfc_3720() -> None:
    for data, low_to_high in VECTORS:
        wire = base64.b64encode(bytes.fromhex(low_to_high)[::-1]).decode()
        assert crc32c_base64(data) == wire, (data, low_to_high)


def test_the_crc32c_of_no_bytes() -> None:
    assert Crc32c().base64() == "AAAAAA=="


def test_a_checksum_does_not_depend_on_the_chunks() -> None:
    checksum = Crc32c()
    for piece in (b"12", b"", b"3456", b"789"):
        checksum.update(piece)
    assert checksum.base64() == crc32c_base64(b"123456789")


# FIPS 180-4, the examples of NIST for "abc".
ABC = {
    Algorithm.SHA256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    Algorithm.SHA512: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
}


def test_the_examples_of_fips_180() -> None:
    for algorithm, digest in ABC.items():
        assert checksum_of(b"abc", algorithm) == Checksum.from_hex(algorithm, digest), algorithm


def test_several_hashers_at_once() -> None:
    hashers = Hashers(Algorithm)
    for piece in (b"a", b"", b"bc"):
        hashers.update(piece)
    expected = [checksum_of(b"abc", algorithm) for algorithm in Algorithm]
    assert (hashers.size, hashers.first_mismatch(expected)) == (3, None)
    other = checksum_of(b"abd", Algorithm.SHA512)
    assert hashers.first_mismatch([*expected, other]) == other


def test_the_text_of_a_checksum_names_its_algorithm() -> None:
    assert str(Checksum.crc32c("AAAAAA==")) == "CRC-32C AAAAAA=="
    assert str(checksum_of(b"", Algorithm.SHA256)) == "SHA-256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


@pytest.mark.parametrize("text", ["xyz", "abc", "é"])
def test_invalid_hexadecimal_digits_are_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"is not a SHA-256 in hexadecimal digits\."):
        Checksum.from_hex(Algorithm.SHA256, text)


def test_hexadecimal_digits_of_another_length_are_refused() -> None:
    with pytest.raises(InputError, match=r"^'abcd' has the wrong length for a SHA-256\.$"):
        Checksum.from_hex(Algorithm.SHA256, "abcd")


def test_hashers_name_their_algorithms() -> None:
    assert Hashers((Algorithm.SHA256, Algorithm.CRC32C)).algorithms == {Algorithm.SHA256, Algorithm.CRC32C}
