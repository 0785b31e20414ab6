"""Arguments beyond the limits that the spec declares for their parameters."""

import re
from collections.abc import Mapping
from decimal import Decimal

import pytest

from seawall.core.engine.argument_limits import check_arguments
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import Limits, Parameter
from seawall.core.errors import InputError
from seawall.core.wire.unset import UNSET

OPERATION: Operation[None] = Operation(
    id="list",
    method="GET",
    path="/things/{shelf}",
    result_types={200: None},
    parameters=(
        Parameter("shelf", "path", required=True, limits=Limits(max_length=3)),
        Parameter("size", "query", limits=Limits(minimum=5, maximum=1_000_000)),
        Parameter("page", "query", limits=Limits(minimum=1)),
        Parameter("rank", "query", limits=Limits(maximum=2.5)),
        Parameter("share", "query", limits=Limits(exclusive_minimum=0, exclusive_maximum=1)),
        Parameter("step", "query", limits=Limits(multiple_of=5)),
        Parameter("part", "query", limits=Limits(multiple_of=0.1)),
        Parameter("name", "query", limits=Limits(min_length=2, max_length=4, pattern="^a")),
        Parameter("tags", "query", limits=Limits(min_items=1, max_items=2)),
        Parameter("free", "query"),
        Parameter("X-Rank", "header", limits=Limits(maximum=3)),
        Parameter("color", "cookie", limits=Limits(max_length=2)),
    ),
)


def check(**query: object) -> None:
    check_arguments(Call(OPERATION, path={"shelf": "a"}, query=query))


def test_arguments_within_the_limits_pass() -> None:
    rows: list[dict[str, object]] = [
        {},
        {"size": None, "page": UNSET},
        {"size": 5},
        {"size": 1_000_000},
        {"size": Decimal("5.5")},
        {"page": 2**80},
        {"rank": 2.5},
        {"share": 0.5},
        {"step": 10},
        {"part": 0.3},
        # Not a multiple for a computer, and no pattern is checked.
        {"part": 0.35},
        {"name": "bb"},
        {"tags": ["a", "b"]},
        {"tags": "any text"},
        {"free": object()},
    ]
    for row in rows:
        check(**row)


def test_arguments_beyond_the_limits_name_operation_parameter_and_range() -> None:
    rows: list[tuple[Mapping[str, object], str]] = [
        ({"size": 4}, "GET /things/{shelf}: size is 4. Give 5 to 1000000."),
        ({"size": 1_000_001}, "size is 1000001. Give 5 to 1000000."),
        ({"page": 0}, "page is 0. Give 1 or more."),
        ({"rank": 2.6}, "rank is 2.6. Give at most 2.5."),
        ({"share": 0}, "share is 0. Give more than 0, less than 1."),
        ({"share": 1.0}, "share is 1.0. Give more than 0, less than 1."),
        ({"step": 7}, "step is 7. Give a multiple of 5."),
        ({"name": "b"}, "The length of GET /things/{shelf}: name is 1. Give 2 to 4."),
        ({"name": "bbbbb"}, "name is 5. Give 2 to 4."),
        ({"tags": ()}, "The number of items of GET /things/{shelf}: tags is 0. Give 1 to 2."),
        ({"tags": {"a", "b", "c"}}, "tags is 3. Give 1 to 2."),
        # No message shows a value of a wrong type.
        ({"size": "s3cret"}, "size is of type str. Give 5 to 1000000."),
        ({"size": True}, "size is of type bool. Give 5 to 1000000."),
    ]
    for query, text in rows:
        with pytest.raises(InputError, match=re.escape(text)):
            check(**query)


def test_arguments_of_every_place_are_checked() -> None:
    calls = [
        Call(OPERATION, path={"shelf": "abcd"}),
        Call(OPERATION, headers={"X-Rank": 4}),
        Call(OPERATION, cookies={"color": "red"}),
    ]
    for call in calls:
        with pytest.raises(InputError, match="Give at most"):
            check_arguments(call)


def test_without_known_parameters_nothing_is_checked() -> None:
    operation: Operation[None] = Operation(id="get", method="GET", path="/", result_types={200: None})
    check_arguments(Call(operation, query={"size": 10**9}))
