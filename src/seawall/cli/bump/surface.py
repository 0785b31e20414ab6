"""`seawall surface`: the public names of a layer, their changes, and old tests against it."""

import json
import os
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from attrs import frozen

from seawall.cli.generated_file import check_or_write
from seawall.core.extras import needs_extra
from seawall.terminal.report_text import echo_wrapped
from seawall.terminal.same_command import same_command
from seawall.terminal.screen import note, printable

if TYPE_CHECKING:
    from seawall.codegen.config import SdkConfig
    from seawall.codegen.diff.reports import Line
    from seawall.codegen.surface.change import SurfaceDiff
    from seawall.codegen.surface.reading.sources import LayerSources
    from seawall.codegen.surface.surface import Surface

__all__ = ["SurfaceFailOn", "SurfaceFormat", "surface"]


class SurfaceFormat(StrEnum):
    """Format on stdout."""

    TEXT = "text"
    JSON = "json"
    MD = "md"


class SurfaceFailOn(StrEnum):
    """Step of a change from which the exit code is 1."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"


@frozen
class _Layer:
    """A layer to read: its folder, and the file of its surface."""

    folder: Path
    file: Path | None


def surface(  # noqa: PLR0917 - the options of the command
    context: typer.Context,
    package: Annotated[
        str | None,
        typer.Argument(
            metavar="[PACKAGE]",
            help="Folder of a package, or an SDK in seawall.toml; without it, the layer in pyproject.toml.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", help="File of the surface; an SDK has one in seawall.toml."),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write the file of the surface.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if the file differs.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="OLD",
            help="Compare with an earlier surface: git:REVISION, or the file of a surface.",
        ),
    ] = None,
    old_tests: Annotated[
        str | None,
        typer.Option(
            "--old-tests",
            metavar="TESTS",
            help="Run the tests of a revision against the layer: git:REVISION:FOLDER, or git:REVISION.",
        ),
    ] = None,
    output: Annotated[SurfaceFormat, typer.Option("--format", help="Format on stdout.")] = SurfaceFormat.TEXT,
    fail_on: Annotated[
        SurfaceFailOn | None,
        typer.Option("--fail-on", help="Exit with 1 if a change asks for this step or a larger one."),
    ] = None,
    config: Annotated[
        Path, typer.Option("--config", metavar="FILE", help="Configuration of the SDKs.")
    ] = Path("codegen/seawall.toml"),
) -> None:
    """Show the public names of a layer, compare them with an earlier version, and find leaks.

    The layer is read and never run; only --old-tests runs code. The exit code is 1 if a type of the
    generated client or of an HTTP library leaks into the surface, or if an old test fails.
    """
    with needs_extra("codegen", "Reading a surface"):
        from seawall.codegen.step import Step  # noqa: PLC0415
        from seawall.codegen.surface.compare import compare_surfaces  # noqa: PLC0415
        from seawall.codegen.surface.reading.reader import read_sources  # noqa: PLC0415 - 150 ms
        from seawall.codegen.surface.reading.sources import layer_sources  # noqa: PLC0415

    layer = _layer(package, file, config)
    sources = layer_sources(layer.folder)
    found = read_sources(sources)
    for path, reason in found.unread.items():
        note(f"{printable(path)} is not read: {printable(reason)}.")
    has_failed = _show_leaks(found)
    if write or check:
        command = same_command(context, without="--check", adding="--write")
        _check_or_write(found, layer, check=check, command=command)
    elif against is not None:
        difference = compare_surfaces(_old_surface(against, sources, layer), found)
        _show_difference(difference, output)
        note(f"{against} to now: {difference.step}.")
        has_failed |= fail_on is not None and difference.step.weight >= Step(fail_on.value).weight
    elif old_tests is None:
        _show(found, output)
    if old_tests is not None:
        has_failed |= _run_old_tests(old_tests, sources, layer)
    if has_failed:
        raise typer.Exit(1)


def _layer(package: str | None, file: Path | None, config: Path) -> _Layer:
    from seawall.codegen.config import load_config, package_config  # noqa: PLC0415

    if package is None:
        settings = package_config(Path(), {})
        if not settings.layer:
            raise typer.BadParameter("Give the folder of a package, or set `layer` in [tool.seawall].")
        return _configured(settings, file)
    folder = Path(package)
    if folder.is_dir() or not package.isidentifier() or not config.is_file():
        return _Layer(folder=folder, file=file)
    return _configured(load_config(config, package), file)


def _configured(settings: "SdkConfig", file: Path | None) -> _Layer:
    return _Layer(
        folder=settings.path(settings.layer),
        file=file or Path(os.path.normpath(settings.path(settings.surface))),
    )


def _check_or_write(found: "Surface", layer: _Layer, *, check: bool, command: str) -> None:
    from seawall.codegen.surface.document import write_surface  # noqa: PLC0415

    if layer.file is None:
        raise typer.BadParameter("A package has no file of its surface in seawall.toml; give --file.")
    check_or_write(layer.file, write_surface(found), check=check, command=command)


def _show_leaks(found: "Surface") -> bool:
    from seawall.codegen.surface.reports import leak_lines  # noqa: PLC0415

    for line in leak_lines(found.leaks):
        note(f"Leak: {printable(line)}")
    return bool(found.leaks)


def _show(found: "Surface", output: SurfaceFormat) -> None:
    from seawall.codegen.surface.document import write_surface  # noqa: PLC0415
    from seawall.codegen.surface.reports import surface_markdown, surface_text  # noqa: PLC0415

    if output is SurfaceFormat.JSON:
        typer.echo(write_surface(found).decode(), nl=False)
    elif output is SurfaceFormat.MD:
        typer.echo(surface_markdown(found), nl=False)
    else:
        _echo(surface_text(found))


def _old_surface(against: str, sources: "LayerSources", layer: _Layer) -> "Surface":
    from seawall.codegen.fetch.files import read_file  # noqa: PLC0415
    from seawall.codegen.surface.document import load_surface  # noqa: PLC0415
    from seawall.codegen.surface.reading.reader import read_sources  # noqa: PLC0415
    from seawall.codegen.surface.reading.sources import revision_sources  # noqa: PLC0415

    if against.startswith("git:"):
        return read_sources(revision_sources(sources, layer.folder, against.removeprefix("git:")))
    return load_surface(read_file(Path(against)), against)


def _show_difference(difference: "SurfaceDiff", output: SurfaceFormat) -> None:
    from seawall.codegen.surface.reports import diff_json, diff_markdown, diff_text  # noqa: PLC0415

    if output is SurfaceFormat.JSON:
        typer.echo(json.dumps(diff_json(difference), indent=2))
    elif output is SurfaceFormat.MD:
        typer.echo(diff_markdown(difference), nl=False)
    else:
        _echo(diff_text(difference))


def _echo(lines: "Iterable[Line]") -> None:
    for line in lines:
        echo_wrapped(line.text, " " * line.indent, " " * line.below)


def _run_old_tests(location: str, sources: "LayerSources", layer: _Layer) -> bool:
    from seawall.codegen.surface.old_tests import run_old_tests  # noqa: PLC0415

    found = run_old_tests(location, sources, layer.folder)
    for failed in found.failed:
        note(f"Failed: {printable(failed.name)}: {printable(failed.reason)}")
    note(f"{location}: {found.passed} passed, {len(found.failed)} failed.")
    return bool(found.failed)
