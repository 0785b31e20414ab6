"""The error classes of the older clients; the error of the engine is the cause of each (`__cause__`)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from seawall.core import errors as ours

__all__ = [
    "AuthContextError",
    "AuthExpiredError",
    "AuthRequiredError",
    "AuthenticationError",
    "SessionRequestError",
    "older_errors",
]


class SessionRequestError(Exception):
    """Some items of an operation failed.

    `results` is what the operation returns without them. `errors` has the error of each id, or of the number
    of each replica, from 1.
    """

    def __init__(self, operation: str, results: object, errors: Mapping[str | int, Exception]) -> None:
        super().__init__(operation, results, errors)
        self.operation = operation
        self.results = results
        self.errors: dict[str | int, Exception] = dict(errors)

    def __str__(self) -> str:
        count = len(self.errors)
        failed = ", ".join(f"{item}: {error}" for item, error in self.errors.items())
        return f"{self.operation} encountered {count} failure{'' if count == 1 else 's'}: {failed}"


class _AuthStateError(Exception):
    def __init__(self, message: str, idp: str | None = None) -> None:
        super().__init__(message, idp)
        self.message = message
        self.idp = idp

    def __str__(self) -> str:
        return self.message


class AuthContextError(_AuthStateError):
    """The active login can not be used."""


class AuthRequiredError(AuthContextError):
    """There is no login."""


class AuthExpiredError(_AuthStateError):
    """The certificate of the active login has expired, or is not valid yet."""


class AuthenticationError(Exception):
    """A change of saved logins needs `force=True`."""


@contextmanager
def older_errors() -> Iterator[None]:
    """Raise the errors of logins in the block as those of the older clients."""
    try:
        yield
    except ours.CertificateError as error:
        raise AuthExpiredError(str(error)) from error
    except ours.LoginRequiredError as error:
        raise AuthRequiredError(str(error)) from error
    except ours.AuthError as error:
        raise AuthContextError(str(error)) from error
