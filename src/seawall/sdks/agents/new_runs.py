"""Checks of a new run, before anything is sent."""

from collections.abc import Sequence

from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.model.json_field import JsonObject, json_or_none
from seawall.core.model.model import Model
from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import (
    checked_count,
    checked_items,
    checked_object,
    checked_text,
    wrong_type,
)
from seawall.core.wire.unset import or_unset
from seawall.sdks.agents._generated import models as wire

__all__ = [
    "MAX_IMAGES",
    "MAX_PROMPT",
    "NewRun",
    "RunWebhook",
    "checked_id",
    "checked_images",
    "checked_prompt",
    "checked_run",
    "new_run_body",
    "resumed_run_body",
]

MAX_PROMPT = 50_000
"""The longest prompt, in characters."""

MAX_IMAGES = 10
"""The largest number of images of a run."""


def _images(images: Sequence[str]) -> tuple[str, ...]:
    return tuple(checked_items(images or (), str, "images"))


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
    metadata: JsonObject | None = field(default=None, converter=json_or_none)
    repo_id: int | None = None
    model: str | None = None
    agent_type: str | None = None
    webhooks: tuple[RunWebhook, ...] | None = field(default=None, converter=_webhooks)


def checked_run(run: NewRun | str) -> NewRun:
    """Return a run that can be sent, of a run or a prompt; raise InputError for anything else."""
    made = NewRun(prompt=run) if isinstance(run, str) else run
    if not isinstance(made, NewRun):
        raise wrong_type(made, "run", "a prompt or a NewRun")
    new_run_body(made)
    return made


def new_run_body(run: NewRun) -> wire.CreateAgentRunInput:
    """The body of the call that creates a run; raises InputError for a value that can not be sent."""
    return wire.CreateAgentRunInput(
        prompt=checked_prompt(run.prompt),
        images=or_unset(checked_images(run.images)),
        metadata=or_unset(checked_object(run.metadata, "metadata")),
        repo_id=or_unset(run.repo_id),
        model=or_unset(run.model),
        agent_type=or_unset(run.agent_type),
        webhooks=or_unset(_wire_webhooks(run.webhooks)),
    )


def resumed_run_body(run_id: int, run: NewRun) -> wire.ResumeAgentRunInput:
    """The body of the call that continues a run, of the fields that it can have; raises InputError."""
    body = new_run_body(run)
    return wire.ResumeAgentRunInput(
        agent_run_id=run_id, prompt=body.prompt, images=body.images, model=body.model, webhooks=body.webhooks
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
    texts = checked_items(images or (), str, "images")
    if len(texts) > MAX_IMAGES:
        raise InputError(f"images has {len(texts)} images; at most {MAX_IMAGES} are allowed.")
    for number, text in enumerate(texts, 1):
        if not text.startswith("data:image/"):
            raise InputError(f"Image {number} is no data URI. Make one with image_from_file(path).")
    return texts or None


def _wire_webhooks(webhooks: Sequence[RunWebhook] | None) -> list[wire.RunWebhook] | None:
    if webhooks is None:
        return None
    return [wire.RunWebhook(url=each.url, secret=or_unset(hidden(each.secret))) for each in webhooks]
