"""Arguments that `seawall bump` and `seawall history` share, and the settings that they name."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from seawall.codegen.config import SdkConfig

__all__ = ["ConfigOption", "SdkArgument", "bump_settings", "finish_interrupted"]

SdkArgument = Annotated[
    str | None,
    typer.Argument(metavar="[SDK]", help="SDK in seawall.toml; without it, a package.", show_default=False),
]
ConfigOption = Annotated[Path, typer.Option("--config", metavar="FILE", help="Configuration of the SDKs.")]


def bump_settings(config: Path, sdk: str | None) -> "SdkConfig":
    """Read the settings of an SDK, or of the package in the current folder. Raises SettingsError."""
    from seawall.codegen.config import load_config, package_config  # noqa: PLC0415 - as its caller

    return package_config(Path(), {}) if sdk is None else load_config(config, sdk)


def finish_interrupted(settings: "SdkConfig", *, check: bool = False) -> None:
    """Finish a bump that was interrupted while it wrote, and say so. Raises OutputError.

    With `check`, nothing may be written: an interrupted bump is an error then.
    """
    from seawall.codegen.bump.journal import has_journal, project_root, resume_journal  # noqa: PLC0415

    root = project_root(settings)
    if not check:
        if resume_journal(root):
            # Imported late: rich takes 20 ms of each generation.
            from seawall.terminal.screen import note  # noqa: PLC0415

            note("Finished the files of a bump that was interrupted.")
    elif has_journal(root):
        from seawall.codegen.errors import OutputError  # noqa: PLC0415 - as its caller

        raise OutputError(f"A bump was interrupted while it wrote. To finish it: {settings.command}")
