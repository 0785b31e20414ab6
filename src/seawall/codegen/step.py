"""The steps of a version number that changes ask for. Pure."""

from enum import StrEnum

__all__ = ["Step"]


class Step(StrEnum):
    """Part of a semantic version that a bump raises; none if nothing has changed."""

    NONE = "none"
    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"

    @property
    def weight(self) -> int:
        """0 for none, up to 3 for major."""
        return list(Step).index(self)
