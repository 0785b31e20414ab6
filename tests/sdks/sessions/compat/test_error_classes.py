"""The errors of the engine, as the older clients name them."""

import pytest

from seawall.core import errors as ours
from seawall.sdks.sessions.compat import (
    AuthContextError,
    AuthExpiredError,
    AuthRequiredError,
    SessionRequestError,
)
from seawall.sdks.sessions.compat.error_classes import older_errors


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ours.CertificateError("It has expired."), AuthExpiredError),
        (ours.LoginRequiredError("You are not logged in."), AuthRequiredError),
        (ours.LoginDeniedError("It was denied."), AuthContextError),
    ],
)
def test_an_error_of_a_login_has_its_older_class(error: Exception, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught, older_errors():
        raise error
    assert type(caught.value) is kind
    assert (str(caught.value), caught.value.__cause__) == (str(error), error)


def test_other_errors_stay_as_they_are() -> None:
    with pytest.raises(ours.NotSentError), older_errors():
        raise ours.NotSentError("gone.")


def test_a_request_error_names_each_failed_item() -> None:
    error = SessionRequestError("create", [], {1: ValueError("a"), 2: ValueError("b")})
    assert str(error) == "create encountered 2 failures: 1: a, 2: b"
