"""Policies, calls and base URLs check their fields."""

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

GET: Operation[Any] = Operation(id="get_thing", method="GET", path="/v1/things/{thing_id}", result_types={})
ANY: Any = 5
CONSTRUCTORS: list[tuple[Callable[[], object], str]] = [
    (lambda: Policy(retry=ANY), "retry is of type int. Give a RetryRule."),
    (lambda: Policy(limit=ANY), "limit is of type int. Give a RateLimit."),
    (lambda: Policy(trust=ANY), "trust is of type int. Give True or False."),
    (lambda: Policy(idempotency_header=ANY), "idempotency_header is of type int. Give the name of a header."),
    (lambda: RateLimit(most=1, kind=ANY), "kind is of type int. Give a LimitKind."),
    (
        lambda: LinkPaging(base_url="https://api.test", parameters="page"),  # type: ignore[arg-type]
        'parameters is of type str. Give names, e.g. ("page",).',
    ),
    (
        lambda: StateMachine(transitions={"BUSY": ()}, terminal=()),
        "No state is terminal, so a wait would never end. Name at least one.",
    ),
]


def test_a_wrong_field_raises_a_config_error_that_names_it(subtests: pytest.Subtests) -> None:
    for make, message in CONSTRUCTORS:
        with subtests.test(row=repr(message)[:60]):
            with pytest.raises(ConfigError) as caught:
                make()
            assert str(caught.value) == message


def test_a_checksum_has_the_length_of_its_algorithm(subtests: pytest.Subtests) -> None:
    for text in ("ab", "", "ab" * 33):
        with (
            subtests.test(row=repr(text)[:60]),
            pytest.raises(InputError, match="has the wrong length for a SHA-256"),
        ):
            Checksum.from_hex(Algorithm.SHA256, text)


def test_a_missing_path_parameter_is_named() -> None:
    with pytest.raises(InputError, match="get_thing: the path argument thing_id is missing"):
        request_for(Call(GET), "https://api.test", {})


def test_a_base_url_is_an_http_url(subtests: pytest.Subtests) -> None:
    for base_url in ("api.test", "ftp://api.test", "https://", "https://["):
        with (
            subtests.test(row=repr(base_url)[:60]),
            pytest.raises(ConfigError, match="base_url is not an http or https URL"),
        ):
            checked_base_url(base_url)
    with pytest.raises(ConfigError, match="base_url is of type NoneType"):
        checked_base_url(None)  # type: ignore[arg-type]


def test_a_base_url_loses_its_trailing_slash() -> None:
    assert checked_base_url("http://127.0.0.1:8000/api/") == "http://127.0.0.1:8000/api"
