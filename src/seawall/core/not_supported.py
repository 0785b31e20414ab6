"""The error for something that an older version of an API can not do."""

from seawall.core.errors import SeawallError

__all__ = ["NotSupportedByServerError"]


class NotSupportedByServerError(SeawallError):
    """The server speaks a version of the API that can not do it, and `needed_version` can.

    It is raised before the request is sent, if the version of the server is known.
    """

    _facts = ("needed_version",)

    def __init__(self, message: str, needed_version: str = "") -> None:
        super().__init__(message, needed_version)
        self.needed_version = needed_version
