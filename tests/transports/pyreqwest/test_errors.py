"""Errors of pyreqwest that the tests over sockets can not provoke reliably."""

import pytest
from pyreqwest.exceptions import BuilderError, ClientClosedError, PyreqwestError, RequestPanicError

from seawall.core.errors import ConfigError, MaybeProcessedError, SeawallError
from seawall.core.http.message import Request
from seawall.transports.pyreqwest.errors import error_for

REQUEST = Request("GET", "https://api.test/?k=hunter2")
FAILED = "failed for url (https://api.test/?k=hunter2)"
TRANSLATED: list[tuple[type[PyreqwestError], type[SeawallError], str]] = [
    (ClientClosedError, MaybeProcessedError, "the transport was closed during the call"),
    (BuilderError, ConfigError, "not an http or https URL"),
]


def test_errors_are_translated_and_lose_their_urls(subtests: pytest.Subtests) -> None:
    for theirs, ours, words in TRANSLATED:
        with subtests.test(theirs=theirs):
            error = theirs(FAILED, {"causes": [{"message": FAILED}]})
            with pytest.raises(ours, match=words):
                raise error_for(REQUEST, error, 1.0)
            assert "hunter2" not in str(error.args)


def test_a_panic_of_pyreqwest_is_raised_unchanged() -> None:
    error = RequestPanicError("it panicked", {"causes": []})
    with pytest.raises(RequestPanicError) as caught:
        error_for(REQUEST, error, 1.0)
    assert caught.value is error
