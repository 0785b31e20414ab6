"""Checks of a new run, before anything is sent."""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.model.model import Model
from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import checked_count, checked_object, checked_text, checked_texts
from seawall.core.wire.freeze import frozen_json
from seawall.core.wire.unset import or_unset
from seawall.runtime.files.path_argument import as_path
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.models import JsonObject

__all__ = [
    "MAX_IMAGES",
    "MAX_PROMPT",
    "NewRun",
    "RunWebhook",
    "checked_id",
    "checked_images",
    "checked_metadata",
    "checked_prompt",
    "image_from_file",
    "new_run_body",
    "wire_webhooks",
]

MAX_PROMPT = 50_000
"""The longest prompt, in characters."""

MAX_IMAGES = 10
"""The largest number of images of a run."""

_MEDIA_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


def _metadata(value: Mapping[str, object] | None) -> JsonObject | None:
    return None if value is None else frozen_json(value, "metadata")


def _images(images: Sequence[str]) -> tuple[str, ...]:
    return tuple(images)


@frozen(kw_only=True)
class RunWebhook(Model):
    """A webhook of one run, in place of the organization's. The repr does not show the secret."""

    url: str
    secret: str | None = field(default=None, repr=False)


def _webhooks(webhooks: Sequence[RunWebhook] | None) -> tuple[RunWebhook, ...] | None:
    return None if webhooks is None else tuple(webhooks)


@frozen(kw_only=True)
class NewRun(Model):
    """A run to create: the arguments of `client.runs.create`, for `create_many`."""

    prompt: str
    images: tuple[str, ...] = field(default=(), converter=_images, repr=False)
    metadata: JsonObject | None = field(default=None, converter=_metadata)
    repo_id: int | None = None
    model: str | None = None
    agent_type: str | None = None
    webhooks: tuple[RunWebhook, ...] | None = field(default=None, converter=_webhooks)


def new_run_body(run: NewRun) -> wire.CreateAgentRunInput:
    """The body of the call that creates a run; raises InputError for a value that can not be sent."""
    return wire.CreateAgentRunInput(
        prompt=checked_prompt(run.prompt),
        images=or_unset(checked_images(run.images)),
        metadata=or_unset(checked_metadata(run.metadata)),
        repo_id=or_unset(run.repo_id),
        model=or_unset(run.model),
        agent_type=or_unset(run.agent_type),
        webhooks=or_unset(wire_webhooks(run.webhooks)),
    )


def checked_id(value: int, name: str = "run_id") -> int:
    """Return an id; raise InputError if it is no whole number from 0 on."""
    return checked_count(value, name, least=0)


def checked_prompt(prompt: str) -> str:
    """Return a prompt that can be sent; raise InputError if it is empty or too long."""
    text = checked_text(prompt, "prompt")
    if not text.strip():
        raise InputError("prompt is empty. Say what the agent should do.")
    if len(text) > MAX_PROMPT:
        raise InputError(f"prompt has {len(text)} characters; at most {MAX_PROMPT} are allowed. Shorten it.")
    return text


def checked_images(images: Sequence[str]) -> list[str] | None:
    """Return the images, None if there are none; raise InputError for too many, or for no data URI."""
    texts = (checked_texts(images, "images") if images else None) or []
    if len(texts) > MAX_IMAGES:
        raise InputError(f"images has {len(texts)} images; at most {MAX_IMAGES} are allowed.")
    for number, text in enumerate(texts, 1):
        if not text.startswith("data:image/"):
            raise InputError(f"Image {number} is no data URI. Make one with image_from_file(path).")
    return texts or None


def checked_metadata(metadata: Mapping[str, object] | None) -> dict[str, object] | None:
    """Return the metadata as plain JSON; raise InputError, which names the key, for anything else."""
    checked = checked_object(metadata, "metadata")
    return None if checked is None else dict(checked)


def wire_webhooks(webhooks: Sequence[RunWebhook] | None) -> list[wire.RunWebhook] | None:
    """Convert the webhooks of a run."""
    if webhooks is None:
        return None
    return [wire.RunWebhook(url=each.url, secret=or_unset(hidden(each.secret))) for each in webhooks]


def image_from_file(path: str | Path) -> str:
    """Read an image as a data URI. Raises InputError for a file that is missing or of another format."""
    file = as_path(path)
    media_type = _MEDIA_TYPES.get(file.suffix.lower())
    if media_type is None:
        raise InputError(f"{file} has no ending of an image: {', '.join(sorted(_MEDIA_TYPES))}.")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} can not be read: {error.strerror}. Give an image file.") from error
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
