"""Errors of generation. Nothing is written if one of them is raised.

GenerationError
├── SettingsError          seawall.toml or pyproject.toml is missing, unreadable or has an unknown setting
├── SpecError              the spec can not be read, is of no known dialect, or exceeds a limit
├── OverlayError           an overlay is malformed, an action has no reason or matches nothing
├── NamesError             a name is used twice or is not a valid Python name
├── UnsupportedSpecError   some operations or schemas can not be generated; the error lists them
├── UndecodableClientError the client would not decode an answer that the spec describes
├── UnsafeOutputError      generated code contains more than declarations: a bug in Seawall
├── SurfaceError           there is no package to read, or the file of a surface is not valid
└── OutputError            the output can not be written; the previous output is unchanged
"""

import json

from attrs import frozen

from seawall.core.errors import SeawallError

__all__ = [
    "GenerationError",
    "NamesError",
    "OutputError",
    "OverlayError",
    "SettingsError",
    "SpecError",
    "SurfaceError",
    "UndecodableClientError",
    "UnsafeOutputError",
    "UnsupportedPart",
    "UnsupportedSpecError",
]


class GenerationError(SeawallError):
    """The client can not be generated; nothing was written."""


class SettingsError(GenerationError):
    """seawall.toml is missing, unreadable or has an unknown setting."""


class SpecError(GenerationError):
    """The spec can not be read, is of no known dialect, or exceeds a limit."""


class OverlayError(GenerationError):
    """An overlay is malformed, an action has no reason or matches nothing."""


class NamesError(GenerationError):
    """A name is used twice or is not a valid Python name; the message says what to edit."""


@frozen(order=True)
class UnsupportedPart:
    """A part of the spec that can not be generated; `name` is `GET /v1/runs` or `schema Run`.

    `target` is the JSONPath for an overlay. `is_inside` is true if only a part inside of `name` is lost, to
    which `target` leads.
    """

    name: str
    reason: str
    target: str = ""
    is_inside: bool = False


def _escape_unprintable(text: str) -> str:
    """Escape control characters of spec text: the message goes to a terminal."""
    return "".join(part if part.isprintable() else ascii(part)[1:-1] for part in text)


class UnsupportedSpecError(GenerationError):
    """The spec can not be generated completely; `parts` lists each unsupported part and the reason."""

    def __init__(self, parts: tuple[UnsupportedPart, ...]) -> None:
        super().__init__(parts)
        self.parts = parts

    def __str__(self) -> str:
        parts = self.parts
        lines = "\n".join(
            f"  {_escape_unprintable(part.name)}: {_escape_unprintable(part.reason)}" for part in parts
        )
        counted = "1 part" if len(parts) == 1 else f"{len(parts)} parts"
        actions = "\n".join(_action(part) for part in parts if part.target)
        advice = "\nTo leave them out, add these actions, each with your reason:\n" if actions else ""
        return (
            f"{counted} of the spec can not be generated. Correct them with an overlay, or write the rest "
            f"with --keep-rest:\n{lines}{advice}{actions}"
        )


def _action(part: UnsupportedPart) -> str:
    """The action of an overlay that leaves `part` out. JSON strings are YAML too."""
    change = "remove: true" if part.is_inside else 'update: {"x-seawall-waive": "…"}'
    return f'  - {{target: {json.dumps(part.target)}, description: "…", {change}}}'


class UndecodableClientError(GenerationError):
    """The generated client would not decode an answer that the spec describes; the message names the part."""


class UnsafeOutputError(GenerationError):
    """Generated code contains more than declarations: a bug in Seawall, or an attack by a spec."""


class SurfaceError(GenerationError):
    """There is no package to read, or the file of a surface is not valid; the message says what to give."""


class OutputError(GenerationError):
    """The output can not be written; the previous output is unchanged."""
