"""Checksums that grow chunk by chunk, so that a file of any size is checked in constant memory.

The wire form is base64 of the digest, that of a CRC-32C (Castagnoli, RFC 3720 appendix B.4) of its four
big-endian bytes, e.g. `AAAAAA==` for no bytes at all: what storage systems and RFC 9530 use.
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
    """How bytes are summed; the value is its key in RFC 9530's registry."""

    CRC32C = "crc32c"
    SHA256 = "sha-256"
    SHA512 = "sha-512"

    @property
    def label(self) -> str:
        """Its name for people, e.g. `SHA-256`."""
        return "CRC-32C" if self is Algorithm.CRC32C else self.value.upper()


@frozen
class Checksum:
    """The checksum of some bytes: the algorithm and the digest in base64."""

    algorithm: Algorithm
    base64: str

    @classmethod
    def crc32c(cls, text: str) -> "Checksum":
        """A CRC-32C in its wire form (8 characters)."""
        return cls(Algorithm.CRC32C, text)

    @classmethod
    def from_hex(cls, algorithm: Algorithm, text: str) -> "Checksum":
        """One that is written in hexadecimal digits, as `sha256sum` does; raises InputError."""
        try:
            digest = binascii.unhexlify(text)
        except ValueError as error:
            raise InputError(f"A {algorithm.label} in hexadecimal can not be {text[:64]!r}.") from error
        if len(digest) != len(_begun(algorithm).digest()):
            raise InputError(f"A {algorithm.label} has another length than {text[:64]!r}.")
        return cls.from_digest(algorithm, digest)

    @classmethod
    def from_digest(cls, algorithm: Algorithm, digest: bytes) -> "Checksum":
        """The checksum with these bytes."""
        return cls(algorithm, base64.b64encode(digest).decode("ascii"))

    def __str__(self) -> str:
        return f"{self.algorithm.label} {self.base64}"


class _Sum(Protocol):
    def update(self, chunk: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class Crc32c:
    """A CRC-32C that grows."""

    __slots__ = ("_value",)

    def __init__(self) -> None:
        self._value = 0

    def update(self, chunk: bytes) -> None:
        """Take the next bytes in."""
        self._value = google_crc32c.extend(self._value, chunk)

    def digest(self) -> bytes:
        """The four bytes so far, big-endian."""
        return self._value.to_bytes(4, "big")

    def base64(self) -> str:
        """The checksum of all bytes so far, in its wire form (8 characters)."""
        return base64.b64encode(self.digest()).decode("ascii")


class Hashers:
    """Checksums of the same bytes in several algorithms at once, growing. `size` counts the bytes."""

    def __init__(self, algorithms: Iterable[Algorithm]) -> None:
        self._sums: dict[Algorithm, _Sum] = {algorithm: _begun(algorithm) for algorithm in algorithms}
        self.size = 0

    @property
    def algorithms(self) -> frozenset[Algorithm]:
        """What is summed."""
        return frozenset(self._sums)

    def update(self, chunk: bytes) -> None:
        """Take the next bytes in."""
        for sum_ in self._sums.values():
            sum_.update(chunk)
        self.size += len(chunk)

    def checksum(self, algorithm: Algorithm) -> Checksum:
        """The checksum of all bytes so far."""
        return Checksum.from_digest(algorithm, self._sums[algorithm].digest())

    def first_wrong(self, announced: Iterable[Checksum]) -> Checksum | None:
        """The first of what was announced that these bytes do not have; None where all fit."""
        return next((told for told in announced if self.checksum(told.algorithm) != told), None)


def checksum_of(data: bytes, algorithm: Algorithm) -> Checksum:
    """The checksum of `data`."""
    sums = Hashers((algorithm,))
    sums.update(data)
    return sums.checksum(algorithm)


def crc32c_base64(data: bytes) -> str:
    """The CRC-32C of `data` in its wire form."""
    return checksum_of(data, Algorithm.CRC32C).base64


def _begun(algorithm: Algorithm) -> _Sum:
    match algorithm:
        case Algorithm.CRC32C:
            return Crc32c()
        case Algorithm.SHA256:
            return hashlib.sha256()
        case Algorithm.SHA512:
            return hashlib.sha512()
