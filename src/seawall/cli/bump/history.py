"""`seawall history`: the bumps of an SDK."""

from pathlib import Path
from typing import TYPE_CHECKING

from seawall.cli.bump.settings import ConfigOption, SdkArgument, bump_settings
from seawall.core.extras import needs_extra
from seawall.core.settings.shell_command import option_words, shell_command
from seawall.terminal.options import OutputOption
from seawall.terminal.screen import Cell, Output, note, show_as, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from seawall.codegen.bump.history import HistoryEntry

__all__ = ["history"]

_COLUMNS = ("DATE", "API", "SDK", "STEP", "CHANGES", "LAYER")


def history(
    sdk: SdkArgument = None,
    *,
    config: ConfigOption = Path("codegen/seawall.toml"),
    output: OutputOption = Output.TABLE,
) -> None:
    """List the bumps of an SDK: versions of API and SDK, and counts of changes and findings."""
    with needs_extra("codegen", "The history"):
        from seawall.codegen.bump.history import read_history  # noqa: PLC0415 - 200 ms

    settings = bump_settings(config, sdk)
    path = settings.path(settings.history)
    entries = read_history(path.read_bytes(), settings.history) if path.is_file() else ()
    if not entries and output is Output.TABLE:
        place = [*([] if sdk is None else [sdk]), *option_words("--config", str(config))]
        first = shell_command("seawall bump", *place, "--apply")
        note(f"{settings.name} has no bump yet. The first one is written by: {first}")
        return
    show_as(output, list(entries), table(_COLUMNS, _rows(entries)))


def _rows(entries: "Sequence[HistoryEntry]") -> list[list[Cell]]:
    return [
        [
            entry.date,
            _step(entry.api_from, entry.api_to),
            _step(entry.sdk_from, entry.sdk_to),
            str(entry.step),
            _counts(entry.changes),
            _counts(entry.effects),
        ]
        for entry in entries
    ]


def _step(before: str, after: str) -> str:
    return after if before == after else f"{before} to {after}"


def _counts(counts: "Mapping[str, int]") -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "none"
