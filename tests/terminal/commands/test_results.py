"""The results of a command for several ids."""

import json
from typing import Any, cast

import pytest
import typer
from rich.text import Text

from seawall.core.errors import InputError
from seawall.runtime.bulk.results import BulkResult
from seawall.terminal.commands.results import each_titled, show_each
from seawall.terminal.screen import Output
from seawall.terminal.sdk import AnyCommand, Sdk, SdkCommand


def result(index: int, value: int | None = None, error: Exception | None = None) -> BulkResult[int, int]:
    return BulkResult(index=index, key=str(index), item=index, idempotency_key="k", value=value, error=error)


def command(output: Output) -> AnyCommand:
    settings, client = cast("Any", dict), cast("Any", dict)
    sdk: Sdk[Any, Any] = Sdk(
        name="notes", command="notes", server="s", environment_prefix="N_", settings=settings, client=client
    )
    app = typer.Typer()
    app.command()(lambda: None)
    return SdkCommand(sdk, typer.Context(typer.main.get_command(app)), {}, output)


FAILED = [
    result(0, error=InputError("zero is none.")),
    result(1, 10),
    result(2, error=InputError("two is none.")),
]


def test_values_are_shown_and_each_error_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match=r"two is none\."):
        show_each(
            command(Output.TABLE),
            [*FAILED, result(3, 30)],
            key="id",
            data=lambda value: {"value": value},
            view=each_titled(lambda value: [Text(f"value {value}")]),
        )
    shown = capsys.readouterr()
    assert shown.out.split() == ["1", "value", "10", "3", "value", "30"]
    assert shown.err == "Error: zero is none.\n"


def test_json_has_an_object_for_each_id(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError):
        show_each(command(Output.JSON), FAILED, key="id", data=lambda value: {"value": value})
    assert json.loads(capsys.readouterr().out) == [
        {"id": "0", "error": "zero is none."},
        {"id": "1", "value": 10},
        {"id": "2", "error": "two is none."},
    ]


def test_one_value_has_no_title(capsys: pytest.CaptureFixture[str]) -> None:
    view = each_titled(lambda value: [Text(f"value {value}")])
    show_each(command(Output.TABLE), [result(1, 10)], key="id", data=lambda _: {}, view=view)
    assert capsys.readouterr().out == "value 10\n"
