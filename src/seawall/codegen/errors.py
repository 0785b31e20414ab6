"""What can stop generation. Nothing is written when one of these is raised.

GenerationError
├── SettingsError       seawall.toml is missing, unreadable or says something unknown
├── ToolError           the parser that is installed is not the one that is pinned
├── SpecError           the spec is not there, not OpenAPI 3, out of bounds or leaves its document
├── OverlayError        an overlay is malformed, gives no reason or matches nothing
├── NamesError          a name is taken twice or is no Python name
├── LostError           some operations or schemas can not be generated; each is named
├── UnsafeOutputError   generated code holds more than declarations: a bug of ours
└── OutputError         the output can not be written; what was there is still there
"""

from attrs import frozen

from seawall.core.errors import SeawallError

__all__ = [
    "GenerationError",
    "Loss",
    "LostError",
    "NamesError",
    "OutputError",
    "OverlayError",
    "SettingsError",
    "SpecError",
    "ToolError",
    "UnsafeOutputError",
]


class GenerationError(SeawallError):
    """The client can not be generated; nothing was written."""


class SettingsError(GenerationError):
    """seawall.toml is missing, unreadable or says something unknown."""


class ToolError(GenerationError):
    """The parser that is installed is not the one that is pinned."""


class SpecError(GenerationError):
    """The spec is not there, not OpenAPI 3, out of bounds or leaves its document."""


class OverlayError(GenerationError):
    """An overlay is malformed, gives no reason for an action, or an action matches nothing."""


class NamesError(GenerationError):
    """A name is taken twice or is no Python name; the message says what to edit."""


@frozen(order=True)
class Loss:
    """One part of the spec that can not be generated: `what` is `GET /v1/runs` or `schema Run`."""

    what: str
    why: str


def _visible(text: str) -> str:
    """`text` of a spec, fit for a terminal."""
    return "".join(part if part.isprintable() else ascii(part)[1:-1] for part in text)


class LostError(GenerationError):
    """The spec can not be generated whole; `losses` names each part and why."""

    def __init__(self, losses: tuple[Loss, ...]) -> None:
        lines = "\n".join(f"  {_visible(loss.what)}: {_visible(loss.why)}" for loss in losses)
        parts = "1 part" if len(losses) == 1 else f"{len(losses)} parts"
        super().__init__(
            f"{parts} of the spec can not be generated; mend the spec by an overlay, "
            f"or remove the part by one:\n{lines}"
        )
        self.losses = losses


class UnsafeOutputError(GenerationError):
    """Generated code holds something that is no declaration: a bug of ours, or an attack by a spec."""


class OutputError(GenerationError):
    """The output can not be written; what was there before is still there."""
