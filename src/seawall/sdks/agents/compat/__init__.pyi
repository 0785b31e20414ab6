# fmt: off
# ruff: noqa: A004
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.sdks.agents.compat._async.client import AsyncCodegenClient as AsyncCodegenClient
from seawall.sdks.agents.compat._sync.client import CodegenClient as CodegenClient
from seawall.sdks.agents.compat.config import ClientConfig as ClientConfig
from seawall.sdks.agents.compat.config import ConfigPresets as ConfigPresets
from seawall.sdks.agents.compat.error_classes import AuthenticationError as AuthenticationError
from seawall.sdks.agents.compat.error_classes import BulkOperationError as BulkOperationError
from seawall.sdks.agents.compat.error_classes import CodegenAPIError as CodegenAPIError
from seawall.sdks.agents.compat.error_classes import ConflictError as ConflictError
from seawall.sdks.agents.compat.error_classes import NetworkError as NetworkError
from seawall.sdks.agents.compat.error_classes import NotFoundError as NotFoundError
from seawall.sdks.agents.compat.error_classes import RateLimitError as RateLimitError
from seawall.sdks.agents.compat.error_classes import ServerError as ServerError
from seawall.sdks.agents.compat.error_classes import TimeoutError as TimeoutError
from seawall.sdks.agents.compat.error_classes import ValidationError as ValidationError
from seawall.sdks.agents.compat.error_classes import WebhookError as WebhookError
from seawall.sdks.agents.compat.shapes import AgentRun as AgentRun
from seawall.sdks.agents.compat.shapes import AgentRunWithLogs as AgentRunWithLogs
from seawall.sdks.agents.compat.shapes import BulkOperationResult as BulkOperationResult
from seawall.sdks.agents.compat.shapes import Page as Page
from seawall.sdks.agents.compat.webhooks import WebhookHandler as WebhookHandler
