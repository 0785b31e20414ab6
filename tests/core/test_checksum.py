import base64

import pytest

from seawall.core.checksum import Crc32c, crc32c_base64

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


@pytest.mark.parametrize(("data", "low_to_high"), VECTORS)
def test_the_vectors_of_the_rfc(data: bytes, low_to_high: str) -> None:
    wire = base64.b64encode(bytes.fromhex(low_to_high)[::-1]).decode()
    assert crc32c_base64(data) == wire


def test_no_bytes_have_a_checksum_of_eight_characters() -> None:
    assert Crc32c().base64() == "AAAAAA=="


def test_pieces_sum_up_to_the_whole() -> None:
    checksum = Crc32c()
    for piece in (b"12", b"", b"3456", b"789"):
        checksum.update(piece)
    assert checksum.base64() == crc32c_base64(b"123456789")
