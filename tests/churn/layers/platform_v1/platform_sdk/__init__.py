"""A small stable layer over the first version of the platform API."""

from platform_sdk.client import Client
from platform_sdk.models import (
    Application,
    ApplicationVersion,
    InputSpec,
    Item,
    ItemState,
    NewArtifact,
    NewItem,
    OutputArtifact,
    Run,
    RunState,
    TerminationReason,
)
from platform_sdk.runs import RunHandle

__all__ = [
    "Application",
    "ApplicationVersion",
    "Client",
    "InputSpec",
    "Item",
    "ItemState",
    "NewArtifact",
    "NewItem",
    "OutputArtifact",
    "Run",
    "RunHandle",
    "RunState",
    "TerminationReason",
]
