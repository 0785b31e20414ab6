"""The platform SDK: applications, runs, items and artifacts.

Begin with `Client` (or `AsyncClient`); the same methods, with and without `await`. A name is imported when it
is asked for: a program that uses one half never loads the other.
"""

from typing import TYPE_CHECKING

from seawall.core.lazy_names import lazy_names

if TYPE_CHECKING:
    from seawall.runtime.downloads import DownloadProgress
    from seawall.sdks.platform._async.client import AsyncClient
    from seawall.sdks.platform._async.run_handle import AsyncRunHandle
    from seawall.sdks.platform._sync.client import Client
    from seawall.sdks.platform._sync.run_handle import RunHandle
    from seawall.sdks.platform.catalog import (
        Application,
        ApplicationSummary,
        ApplicationVersion,
        InputSpec,
        Me,
        Organization,
        OutputSpec,
        ReleasedVersion,
        User,
    )
    from seawall.sdks.platform.downloads import DownloadedFile
    from seawall.sdks.platform.local_files import artifact_from_file
    from seawall.sdks.platform.models import InputArtifact, Item, OutputArtifact, Run, RunStatistics
    from seawall.sdks.platform.states import (
        ArtifactOutput,
        ArtifactState,
        ArtifactTerminationReason,
        ItemOutput,
        ItemState,
        ItemTerminationReason,
        RunOutput,
        RunState,
        RunTerminationReason,
    )
    from seawall.sdks.platform.submission import NewArtifact, NewItem

__all__ = [
    "Application",
    "ApplicationSummary",
    "ApplicationVersion",
    "ArtifactOutput",
    "ArtifactState",
    "ArtifactTerminationReason",
    "AsyncClient",
    "AsyncRunHandle",
    "Client",
    "DownloadProgress",
    "DownloadedFile",
    "InputArtifact",
    "InputSpec",
    "Item",
    "ItemOutput",
    "ItemState",
    "ItemTerminationReason",
    "Me",
    "NewArtifact",
    "NewItem",
    "Organization",
    "OutputArtifact",
    "OutputSpec",
    "ReleasedVersion",
    "Run",
    "RunHandle",
    "RunOutput",
    "RunState",
    "RunStatistics",
    "RunTerminationReason",
    "User",
    "artifact_from_file",
]

_MODULES = {
    "Application": ".catalog",
    "ApplicationSummary": ".catalog",
    "ApplicationVersion": ".catalog",
    "ArtifactOutput": ".states",
    "ArtifactState": ".states",
    "ArtifactTerminationReason": ".states",
    "AsyncClient": "._async.client",
    "AsyncRunHandle": "._async.run_handle",
    "Client": "._sync.client",
    "DownloadProgress": "seawall.runtime.downloads",
    "DownloadedFile": ".downloads",
    "InputArtifact": ".models",
    "InputSpec": ".catalog",
    "Item": ".models",
    "ItemOutput": ".states",
    "ItemState": ".states",
    "ItemTerminationReason": ".states",
    "Me": ".catalog",
    "NewArtifact": ".submission",
    "NewItem": ".submission",
    "Organization": ".catalog",
    "OutputArtifact": ".models",
    "OutputSpec": ".catalog",
    "ReleasedVersion": ".catalog",
    "Run": ".models",
    "RunHandle": "._sync.run_handle",
    "RunOutput": ".states",
    "RunState": ".states",
    "RunStatistics": ".models",
    "RunTerminationReason": ".states",
    "User": ".catalog",
    "artifact_from_file": ".local_files",
}


if not TYPE_CHECKING:
    # Hidden from type checkers, which otherwise take any name for one of this module's.
    __getattr__ = lazy_names(__name__, _MODULES)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
