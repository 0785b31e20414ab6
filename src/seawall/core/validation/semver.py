"""Semantic versions and their precedence (semver.org 2.0.0, section 11). Pure."""

import re

__all__ = ["is_version", "latest_version", "version_key"]

_PATTERN = r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"

VersionKey = tuple[bool, int, int, int, bool, tuple[tuple[bool, int, str], ...]]


def is_version(text: str) -> bool:
    """Check that `text` is a semantic version."""
    return re.fullmatch(_PATTERN, text) is not None


def version_key(version: str) -> VersionKey:
    """A sort key by precedence, from low to high. Text that is not a version sorts below all versions."""
    match = re.fullmatch(_PATTERN, version)
    if match is None:
        return False, 0, 0, 0, False, ((True, 0, version),)
    major, minor, patch, pre = match.groups()
    identifiers = tuple(
        (False, int(part), "") if part.isdigit() else (True, 0, part)
        for part in (pre or "").split(".")
        if part
    )
    return True, int(major), int(minor), int(patch), pre is None, identifiers


def latest_version(versions: list[str]) -> str | None:
    """The version of highest precedence; None for an empty list."""
    return max(versions, key=version_key, default=None)
