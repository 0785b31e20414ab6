# fmt: off
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.core.waiting.polling import Outage as Outage
from seawall.runtime.transfer.results import DownloadProgress as DownloadProgress
from seawall.sdks.platform._async.client import AsyncClient as AsyncClient
from seawall.sdks.platform._async.run_handle import AsyncRunHandle as AsyncRunHandle
from seawall.sdks.platform._sync.client import Client as Client
from seawall.sdks.platform._sync.run_handle import RunHandle as RunHandle
from seawall.sdks.platform.applications import Application as Application
from seawall.sdks.platform.applications import ApplicationSummary as ApplicationSummary
from seawall.sdks.platform.applications import ApplicationVersion as ApplicationVersion
from seawall.sdks.platform.applications import InputSpec as InputSpec
from seawall.sdks.platform.account import Me as Me
from seawall.sdks.platform.account import Organization as Organization
from seawall.sdks.platform.applications import OutputSpec as OutputSpec
from seawall.sdks.platform.applications import ReleasedVersion as ReleasedVersion
from seawall.sdks.platform.account import User as User
from seawall.sdks.platform.local_files import artifact_from_file as artifact_from_file
from seawall.sdks.platform.models import DownloadedFile as DownloadedFile
from seawall.sdks.platform.models import InputArtifact as InputArtifact
from seawall.sdks.platform.models import Item as Item
from seawall.sdks.platform.models import OutputArtifact as OutputArtifact
from seawall.sdks.platform.models import Run as Run
from seawall.sdks.platform.models import RunStatistics as RunStatistics
from seawall.sdks.platform.states import ArtifactOutput as ArtifactOutput
from seawall.sdks.platform.states import ArtifactState as ArtifactState
from seawall.sdks.platform.states import ArtifactTerminationReason as ArtifactTerminationReason
from seawall.sdks.platform.states import ItemOutput as ItemOutput
from seawall.sdks.platform.states import ItemState as ItemState
from seawall.sdks.platform.states import ItemTerminationReason as ItemTerminationReason
from seawall.sdks.platform.states import RunOutput as RunOutput
from seawall.sdks.platform.states import RunState as RunState
from seawall.sdks.platform.states import RunTerminationReason as RunTerminationReason
from seawall.sdks.platform.submission import NewArtifact as NewArtifact
from seawall.sdks.platform.submission import NewItem as NewItem

__version__: str
__api_version__: str
