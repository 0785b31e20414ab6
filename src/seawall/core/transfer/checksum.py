"""Checksums that are computed chunk by chunk, in constant memory. Pure.

The wire form is the base64 of the digest; for CRC-32C (Castagnoli, RFC 3720 appendix B.4) of its four bytes
in big-endian order, e.g. `AAAAAA==` for no bytes. Storage systems and RFC 9530 use the same form.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from enum import Enum
from typing import Protocol

import google_crc32c
from attrs import frozen

from seawall.core.errors import InputError

__all__ = ["Algorithm", "Checksum", "Crc32c", "Hashers", "checksum_of", "crc32c_base64"]


class Algorithm(Enum):
    """A hash algorithm; its value is the key in the registry of RFC 9530."""

    CRC32C = "crc32c"
    SHA256 = "sha-256"
    SHA512 = "sha-512"

    @property
    def label(self) -> str:
        """The name for messages, e.g. `SHA-256`."""
        return "CRC-32C" if self is Algorithm.CRC32C else self.value.upper()


@frozen
class Checksum:
    """The algorithm and the base64 digest of some bytes."""

    algorithm: Algorithm
    base64: str

    @classmethod
    def crc32c(cls, text: str) -> "Checksum":
        """Make a CRC-32C from its wire form (8 characters)."""
        return cls(Algorithm.CRC32C, text)

    @classmethod
    def from_hex(cls, algorithm: Algorithm, text: str) -> "Checksum":
        """Make a checksum from hexadecimal digits, as `sha256sum` prints them; raises InputError."""
        try:
            digest = binascii.unhexlify(text)
        except ValueError as error:
            raise InputError(f"{text[:64]!r} is not a {algorithm.label} in hexadecimal digits.") from error
        if len(digest) != len(_new_hasher(algorithm).digest()):
            raise InputError(f"{text[:64]!r} has the wrong length for a {algorithm.label}.")
        return cls.from_digest(algorithm, digest)

    @classmethod
    def from_digest(cls, algorithm: Algorithm, digest: bytes) -> "Checksum":
        """Make a checksum from the bytes of a digest."""
        return cls(algorithm, base64.b64encode(digest).decode("ascii"))

    def __str__(self) -> str:
        return f"{self.algorithm.label} {self.base64}"


class _Hasher(Protocol):
    def update(self, chunk: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class Crc32c:
    """A CRC-32C hasher with the interface of hashlib."""

    __slots__ = ("_value",)

    def __init__(self) -> None:
        self._value = 0

    def update(self, chunk: bytes) -> None:
        """Add the next bytes."""
        # A C extension: pure Python is far too slow for large files.
        self._value = google_crc32c.extend(self._value, chunk)

    def digest(self) -> bytes:
        """Return the checksum of the bytes so far: four bytes, big-endian."""
        return self._value.to_bytes(4, "big")

    def base64(self) -> str:
        """Return the checksum of the bytes so far in its wire form (8 characters)."""
        return base64.b64encode(self.digest()).decode("ascii")


class Hashers:
    """Hashers for several algorithms over the same bytes. `size` is the number of bytes."""

    def __init__(self, algorithms: Iterable[Algorithm]) -> None:
        self._hashers: dict[Algorithm, _Hasher] = {
            algorithm: _new_hasher(algorithm) for algorithm in algorithms
        }
        self.size: int = 0

    @property
    def algorithms(self) -> frozenset[Algorithm]:
        """The algorithms that are computed."""
        return frozenset(self._hashers)

    def update(self, chunk: bytes) -> None:
        """Add the next bytes."""
        for hasher in self._hashers.values():
            hasher.update(chunk)
        self.size += len(chunk)

    def checksum(self, algorithm: Algorithm) -> Checksum:
        """Return the checksum of the bytes so far."""
        return Checksum.from_digest(algorithm, self._hashers[algorithm].digest())

    def first_mismatch(self, expected: Iterable[Checksum]) -> Checksum | None:
        """Return the first of the expected checksums that the bytes do not have, or None."""
        return next((one for one in expected if self.checksum(one.algorithm) != one), None)


def checksum_of(data: bytes, algorithm: Algorithm) -> Checksum:
    """Return the checksum of `data`."""
    hashers = Hashers((algorithm,))
    hashers.update(data)
    return hashers.checksum(algorithm)


def crc32c_base64(data: bytes) -> str:
    """Return the CRC-32C of `data` in its wire form."""
    # Not by a hasher: a journal has one for each line.
    return base64.b64encode(google_crc32c.value(data).to_bytes(4, "big")).decode("ascii")


def _new_hasher(algorithm: Algorithm) -> _Hasher:
    match algorithm:
        case Algorithm.CRC32C:
            return Crc32c()
        case Algorithm.SHA256:
            return hashlib.sha256()
        case Algorithm.SHA512:
            return hashlib.sha512()
