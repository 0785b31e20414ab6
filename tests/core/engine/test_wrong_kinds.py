"""Values of a wrong kind, in the data that a runtime part is told: each is one sentence where it is made."""

from collections.abc import Callable
from typing import Any

import pytest

from seawall.core.engine.base_url import checked_base_url
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy, RateLimit
from seawall.core.engine.request import request_for
from seawall.core.errors import ConfigError, InputError
from seawall.core.paging.strategies import LinkPaging
from seawall.core.transfer.checksum import Algorithm, Checksum
from seawall.core.waiting.states import StateMachine

GET: Operation[Any] = Operation(id="get_thing", method="GET", path="/v1/things/{thing_id}", answers={})
ANY: Any = "moving"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Policy(retry=ANY), "retry is of type str. Give a RetryRule."),
        (lambda: Policy(limit=ANY), "limit is of type str. Give a RateLimit."),
        (
            lambda: Policy(idempotency_header=b"key"),  # type: ignore[arg-type]
            "idempotency_header is of type bytes. Give the name of a header.",
        ),
        (lambda: RateLimit(most=1, kind=ANY), "kind is of type str. Give a LimitKind."),
        (
            lambda: LinkPaging(base_url="https://api.test", parameters=ANY),
            'parameters is of type str. Give names, e.g. ("page",).',
        ),
        (
            lambda: StateMachine(transitions={"BUSY": ()}, terminal=()),
            "No state is terminal, so a wait would never end. Name one at least.",
        ),
    ],
)
def test_each_is_a_config_error(make: Callable[[], object], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        make()
    assert str(caught.value) == words


@pytest.mark.parametrize("text", ["ab", "", "ab" * 33])
def test_a_checksum_has_the_length_of_its_algorithm(text: str) -> None:
    with pytest.raises(InputError, match="A SHA-256 has another length than"):
        Checksum.from_hex(Algorithm.SHA256, text)


def test_an_argument_of_the_path_that_is_not_given_is_told() -> None:
    with pytest.raises(InputError, match="get_thing: thing_id of the path is not given"):
        request_for(Call(GET), "https://api.test", {})


@pytest.mark.parametrize(
    ("base_url", "words"),
    [
        ("api.test", "no http or https URL"),
        ("ftp://api.test", "no http or https URL"),
        ("https://", "no http or https URL"),
        ("https://[", "no http or https URL"),
        (None, "of type NoneType"),
    ],
)
def test_what_is_no_base_url_is_told(base_url: Any, words: str) -> None:
    with pytest.raises(ConfigError, match=f"base_url is {words}"):
        checked_base_url(base_url)


def test_a_base_url_loses_the_slash_at_its_end() -> None:
    assert checked_base_url("http://127.0.0.1:8000/api/") == "http://127.0.0.1:8000/api"
