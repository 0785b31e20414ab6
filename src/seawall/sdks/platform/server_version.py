"""The version of the API that a server speaks: from the setting `api_version`, or asked once. Pure."""

from typing import TYPE_CHECKING, cast

from seawall.core.engine.call import Call
from seawall.core.engine.status_remedy import is_unknown_path
from seawall.core.errors import ClientStatusError, UnprocessableError
from seawall.core.not_supported import NotSupportedByServerError
from seawall.core.wire.unset import UNSET

if TYPE_CHECKING:
    from seawall.sdks.platform._generated.models import ApplicationReadShortResponse

__all__ = [
    "AUTO",
    "CURRENT",
    "WITH_ACCOUNT",
    "ServerVersion",
    "checked_api_version",
    "is_list_of_older_server",
    "may_be_older",
    "not_supported",
    "version_in_error",
]

AUTO = "auto"
CURRENT = "1.7"
WITH_ACCOUNT = "2025-07"
"""The first version that has `GET /v1/me`."""

_LOWER_CASE = "2025-05"
_VERSIONS = (AUTO, CURRENT, WITH_ACCOUNT, "2025-06", _LOWER_CASE)


def checked_api_version(_: type[object], value: str) -> str:
    """Check the setting `api_version`. A patch version such as 1.7.0 is its minor version."""
    if value.startswith(f"{CURRENT}."):
        return CURRENT
    if value not in _VERSIONS:
        raise ValueError(f"must be one of {', '.join(_VERSIONS)}")
    return value


class ServerVersion:
    """The version that the server of one client and its copies speaks; `known` is None until it was asked."""

    def __init__(self, setting: str) -> None:
        self.known: str | None = None if setting == AUTO else setting

    @property
    def is_older(self) -> bool:
        """True if the server is known to speak a version before 1.7."""
        return self.known not in {None, CURRENT}

    @property
    def has_account(self) -> bool:
        """True unless the server is known to have no `GET /v1/me`."""
        return self.known not in {"2025-05", "2025-06"}

    @property
    def has_lower_case(self) -> bool:
        """True if statuses are in lower case."""
        return self.known == _LOWER_CASE


def version_in_error(error: ClientStatusError) -> str:
    """Return the version of a server that answered the wrong question of `AsyncOlderApiEngine` with `error`.

    It asks for the results of a run whose id is not one, with a status in upper case. Versions before 1.7
    refuse the id (422), and 2025-05 the status too; 1.7 has no such route. Raises `error` if it says nothing.
    """
    if isinstance(error, UnprocessableError):
        faults = error.problem.faults if error.problem else ()
        if not any("run_id" in fault for fault in faults):
            # A server or proxy that refuses whatever it is asked.
            raise error
        return _LOWER_CASE if any("status__in" in fault for fault in faults) else WITH_ACCOUNT
    if error.status in {404, 405}:
        return CURRENT
    raise error


def may_be_older(error: BaseException) -> bool:
    """Return whether a server of an older API gives `error` to a call of the current one.

    It has no such path, or refuses the parameters (422).
    """
    if isinstance(error, UnprocessableError):
        return True
    return isinstance(error, ClientStatusError) and is_unknown_path(error.status, error.problem)


def is_list_of_older_server(call: Call[object], value: object) -> bool:
    """Return whether `value` is the list of applications of an older server: without their latest versions.

    It is the one list of an older server that decodes as one of the current API.
    """
    if call.operation.id != "list_applications":
        return False
    # The items are wire models, or those of the SDK, in which an absent version is None.
    listed = cast("list[ApplicationReadShortResponse]", value)
    return any(one.latest_version in {UNSET, None} for one in listed)


def not_supported(what: str, *, needs: str = "1.7.0") -> NotSupportedByServerError:
    """Build the error for something that the server's version of the API can not do."""
    return NotSupportedByServerError(
        f"The server speaks an older version of the API, which does not know {what}. Leave it out, or use a "
        f"server of API {needs}.",
        needs,
    )
