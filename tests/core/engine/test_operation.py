"""The facts of an operation."""

from seawall.core.engine.call import Operation
from seawall.core.engine.operation import ByMediaType, Parameter

PARAMETERS = (
    Parameter("run_id", "path"),
    Parameter("limit", "query"),
    Parameter("Idempotency-Key", "header"),
)


def operation(**facts: object) -> Operation[object]:
    return Operation(id="one", method="GET", path="/one", **{"result_types": {200: int}, **facts})  # type: ignore[arg-type]


def test_types_are_made_once_and_not_before_their_first_use() -> None:
    made: list[str] = []

    def result_types() -> dict[int, type]:
        made.append("results")
        return {200: int}

    lazy = operation(result_types=result_types)
    assert made == []
    assert lazy.result_types is lazy.result_types
    assert lazy.result_types == {200: int}
    assert made == ["results"]


def test_error_types_and_item_types_may_be_functions_too() -> None:
    lazy = operation(error_types=lambda: {404: str}, item_types=lambda: {"text/event-stream": int})
    assert (lazy.error_types, lazy.item_types) == ({404: str}, {"text/event-stream": int})


def test_the_names_of_parameters_follow_from_the_parameters() -> None:
    known = operation(parameters=PARAMETERS)
    assert (known.query_parameters, known.header_parameters) == ({"limit"}, {"Idempotency-Key"})
    assert known.declares_header("idempotency-key")
    assert operation(parameters=()).query_parameters == set()
    assert operation().query_parameters is None
    assert operation(query_parameters=("a",)).query_parameters == ("a",)


def test_types_by_media_type_are_equal_by_content() -> None:
    assert ByMediaType({"text/csv": str}) == ByMediaType({"text/csv": str})
    assert len({ByMediaType({"text/csv": str}), ByMediaType({"text/csv": str})}) == 1
    assert ByMediaType({"text/csv": str}) != ByMediaType({"text/csv": bytes})
