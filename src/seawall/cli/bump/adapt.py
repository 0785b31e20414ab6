"""`seawall adapt`: fixes what a new version of an API breaks in the code that stands on its client."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.cli.spec_source import AllowRef, Overlays, read_spec
from seawall.core.errors import StorageError
from seawall.core.extras import needs_extra
from seawall.terminal.report_text import echo_wrapped
from seawall.terminal.screen import note

if TYPE_CHECKING:
    from seawall.codegen.adapt.adaptation import Adaptation, Question

__all__ = ["adapt"]

_OLD = typer.Argument(metavar="OLD", help="Spec of the client: file, URL, or git:REVISION:path.")
_NEW = typer.Argument(metavar="NEW", help="New version: file, URL, or git:REVISION:path.")
_FOLDER = typer.Argument(metavar="FOLDER", help="Folder of the code, with the generated client in it.")


def adapt(
    old: Annotated[str, _OLD],
    new: Annotated[str, _NEW],
    folder: Annotated[Path, _FOLDER],
    *,
    client: Annotated[
        Path | None,
        typer.Option(
            "--client", metavar="FOLDER", help="Folder of the generated client.", show_default=False
        ),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Write the edits.")] = False,
    patch: Annotated[
        Path | None,
        typer.Option(
            "--patch",
            metavar="FILE",
            help="Write the questions there, with proposals that `git apply` applies.",
            show_default=False,
        ),
    ] = None,
    overlay: Overlays = None,
    allow_ref: AllowRef = None,
) -> None:
    """Edit the code that stands on a generated client, so that it fits a new version of the API.

    Shows the edits that are sure, as a diff, and a question for each finding that needs a person. Public
    names, signatures and defaults never change, and neither do generated files. The exit code is 1 if a
    question is left.
    """
    with needs_extra("codegen", "Editing code"):
        from seawall.codegen.adapt.apply import adapt as adapted  # noqa: PLC0415 - 400 ms
        from seawall.codegen.adapt.patch import diff_text, patch_file  # noqa: PLC0415
        from seawall.codegen.adapt.writing import write_adaptation  # noqa: PLC0415
        from seawall.codegen.impact.folder import folder_impact  # noqa: PLC0415

    found = folder_impact(
        read_spec(old, allow_ref, overlay), read_spec(new, allow_ref, overlay), folder, client_folder=client
    )
    outcome = adapted(found.layer.sources, found.impact)
    if apply:
        write_adaptation(folder, outcome)
    else:
        typer.echo(diff_text(outcome), nl=False)
    if patch is not None:
        _write_patch(patch, patch_file(outcome))
    _show_questions(outcome)
    _summarize(outcome, apply=apply)
    if outcome.questions:
        raise typer.Exit(1)


def _write_patch(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode())
    except OSError as error:
        raise StorageError(f"{path} can not be written: {error.strerror}.") from error


def _show_questions(outcome: "Adaptation") -> None:
    if outcome.questions:
        typer.echo("\nQuestions:" if outcome.files else "Questions:")
    for question in outcome.questions:
        echo_wrapped(_line(question), "  ", "    ")


def _line(question: "Question") -> str:
    from seawall.codegen.adapt.patch import question_text  # noqa: PLC0415 - as its caller

    return question_text(question)


def _summarize(outcome: "Adaptation", *, apply: bool) -> None:
    edits, files, questions = (len(one) for one in (outcome.applied, outcome.files, outcome.questions))
    done = "written to" if apply else "for"
    note(
        f"{_counted(edits, 'edit')} {done} {_counted(files, 'file')}, {_counted(questions, 'question')} left."
    )


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
