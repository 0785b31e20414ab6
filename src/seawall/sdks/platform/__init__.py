"""The platform SDK: applications, runs, items and artifacts.

Begin with `Client` (or `AsyncClient`); the same methods, with and without `await`. Clients and handles are
imported when they are asked for: a program that uses one half never loads the other.
"""

from typing import TYPE_CHECKING

from seawall.core.lazy_names import lazy_names
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
from seawall.sdks.platform.models import (
    DownloadedFile,
    InputArtifact,
    Item,
    OutputArtifact,
    Run,
    RunStatistics,
)
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

if TYPE_CHECKING:
    from seawall.runtime.downloads import DownloadProgress
    from seawall.sdks.platform._async.client import AsyncClient
    from seawall.sdks.platform._async.run_handle import AsyncRunHandle
    from seawall.sdks.platform._sync.client import Client
    from seawall.sdks.platform._sync.run_handle import RunHandle
    from seawall.sdks.platform.local_files import artifact_from_file
else:
    # Type checkers would otherwise take any name for one of this module's.
    __getattr__ = lazy_names(
        __name__,
        {
            "._async.client": ["AsyncClient"],
            "._async.run_handle": ["AsyncRunHandle"],
            "._sync.client": ["Client"],
            "._sync.run_handle": ["RunHandle"],
            ".local_files": ["artifact_from_file"],
            "seawall.runtime.downloads": ["DownloadProgress"],
        },
    )

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
