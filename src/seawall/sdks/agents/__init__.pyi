# fmt: off
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.sdks.agents._async.client import AsyncClient as AsyncClient
from seawall.sdks.agents._async.run_handle import AsyncRunHandle as AsyncRunHandle
from seawall.sdks.agents._sync.client import Client as Client
from seawall.sdks.agents._sync.run_handle import RunHandle as RunHandle
from seawall.sdks.agents.models import Log as Log
from seawall.sdks.agents.models import PullRequest as PullRequest
from seawall.sdks.agents.models import Run as Run
from seawall.sdks.agents.new_runs import RunWebhook as RunWebhook
from seawall.sdks.agents.new_runs import image_from_file as image_from_file
from seawall.sdks.agents.settings import Settings as Settings
from seawall.sdks.agents.states import LogKind as LogKind
from seawall.sdks.agents.states import RunStatus as RunStatus
from seawall.sdks.agents.states import SourceType as SourceType

__version__: str
__api_version__: str
