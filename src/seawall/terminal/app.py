"""An app of commands as those of every SDK are: its help is plain text, and the answer to its bare name."""

import typer

__all__ = ["new_app"]


def new_app(about: str | None = None) -> typer.Typer:
    """An app to add commands to; `about` says in one line what they are for."""
    return typer.Typer(rich_markup_mode=None, no_args_is_help=True, help=about)
