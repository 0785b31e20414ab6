"""The text of the command that runs, to type it again."""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any

import typer

from seawall.core.settings.shell_command import option_words, shell_words

__all__ = ["same_command"]


def same_command(context: typer.Context, *, without: str | None = None, adding: str | None = None) -> str:
    """The text of the command of `context`, with its arguments and options, quoted for a shell.

    Defaults and values of environment variables are left out, and the option `without`. The flag `adding` is
    added.
    """
    chain: list[typer.Context] = []
    each: Any = context
    while each is not None:
        chain.insert(0, each)
        each = each.parent
    words: list[str] = []
    for one in chain:
        words.append(one.info_name or "")
        if adding is not None and one is context:
            words.append(adding)
        words += _given_words(one, without)
    return shell_words(words)


def _given_words(context: typer.Context, without: str | None) -> Sequence[str]:
    arguments: list[str] = []
    options: list[str] = []
    for parameter in context.command.params:
        name = str(parameter.name)
        source = context.get_parameter_source(name)
        if source is None or source.name != "COMMANDLINE" or without in parameter.opts:
            continue
        value = context.params.get(name)
        if parameter.param_type_name == "argument":
            arguments += _texts(value)
        elif isinstance(value, bool):
            options.append((parameter.opts if value else parameter.secondary_opts)[0])
        else:
            options += [word for text in _texts(value) for word in option_words(parameter.opts[0], text)]
    # An argument that begins with a dash would be read as an option.
    if any(text.startswith("-") for text in arguments):
        return [*options, "--", *arguments]
    return [*arguments, *options]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif value is not None:
        yield str(value.value if isinstance(value, Enum) else value)
