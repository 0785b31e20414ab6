"""Commands that are imported at their first use: their group describes them as they describe themselves."""

from typing import Any

import pytest
import typer
from typer.main import get_group

from seawall.cli.app import build_app
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.late_commands import LateCommand

_ANY_LENGTH = 1000


def _help_of(group: Any) -> str:
    return str(group.get_help(typer.Context(group, info_name="seawall", max_content_width=200)))


@pytest.mark.parametrize("path", [(), ("platform",)])
def test_help_is_the_same_before_and_after_commands_are_imported(
    path: tuple[str, ...],
) -> None:
    used: Any = get_group(build_app())
    for name in path:
        used = used.get_command(None, name)
    listed = _help_of(used)
    texts = {name: used.get_command(None, name).get_short_help_str(_ANY_LENGTH) for name in used.late}
    assert texts == {name: late.about for name, late in used.late.items()}
    assert [name for name in used.late if used.get_command(None, name).hidden] == [
        name for name, late in used.late.items() if late.hidden
    ]
    assert _help_of(used) == listed


def test_commands_stand_in_the_order_of_the_table_before_the_others() -> None:
    app = new_app(
        commands=[
            LateCommand(name="second", source="no_such_module:app", about="Do more."),
            LateCommand(name="first", source="no_such_module:app", about="Do it."),
        ]
    )
    app.command("third")(lambda: None)
    group: Any = get_group(app)
    assert group.list_commands(None) == ["second", "first", "third"]
    assert group.get_command(None, "third").name == "third"
    assert group.get_command(None, "fourth") is None
    # The help imports no command.
    assert "first   Do it." in _help_of(group)
