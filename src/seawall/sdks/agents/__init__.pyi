# fmt: off
# One line for each name: `seawall.core.lazy_names` reads them.
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.core.errors import AttemptTimeoutError as AttemptTimeoutError
from seawall.core.errors import AuthError as AuthError
from seawall.core.errors import BadRequestError as BadRequestError
from seawall.core.errors import CertificateError as CertificateError
from seawall.core.errors import ClientStatusError as ClientStatusError
from seawall.core.errors import ConfigError as ConfigError
from seawall.core.errors import ConflictError as ConflictError
from seawall.core.errors import DeadlineExceededError as DeadlineExceededError
from seawall.core.errors import DecodeError as DecodeError
from seawall.core.errors import ForbiddenError as ForbiddenError
from seawall.core.errors import ForeignLinkError as ForeignLinkError
from seawall.core.errors import GoneError as GoneError
from seawall.core.errors import InputError as InputError
from seawall.core.errors import ListChangedError as ListChangedError
from seawall.core.errors import LoginDeniedError as LoginDeniedError
from seawall.core.errors import LoginExpiredError as LoginExpiredError
from seawall.core.errors import LoginRequiredError as LoginRequiredError
from seawall.core.errors import MaybeProcessedError as MaybeProcessedError
from seawall.core.errors import MissingExtraError as MissingExtraError
from seawall.core.errors import NotFoundError as NotFoundError
from seawall.core.errors import NotSentError as NotSentError
from seawall.core.errors import PreconditionFailedError as PreconditionFailedError
from seawall.core.errors import RateLimitedError as RateLimitedError
from seawall.core.errors import ResponseTooLargeError as ResponseTooLargeError
from seawall.core.errors import SeawallError as SeawallError
from seawall.core.errors import ServerStatusError as ServerStatusError
from seawall.core.errors import StatusError as StatusError
from seawall.core.errors import TransportError as TransportError
from seawall.core.errors import UnauthorizedError as UnauthorizedError
from seawall.core.errors import UnexpectedStatusError as UnexpectedStatusError
from seawall.core.errors import UnprocessableError as UnprocessableError
from seawall.core.errors import UsageError as UsageError
from seawall.core.errors import WaitTimeoutError as WaitTimeoutError
from seawall.core.wire.misfits import FieldMisfitError as FieldMisfitError
from seawall.core.waiting.polling import Outage as Outage
from seawall.sdks.agents._async.client import AsyncClient as AsyncClient
from seawall.sdks.agents._async.run_handle import AsyncRunHandle as AsyncRunHandle
from seawall.sdks.agents._sync.client import Client as Client
from seawall.sdks.agents._sync.run_handle import RunHandle as RunHandle
from seawall.sdks.agents.account import CheckSuiteSettings as CheckSuiteSettings
from seawall.sdks.agents.account import Integration as Integration
from seawall.sdks.agents.account import ModelProvider as ModelProvider
from seawall.sdks.agents.account import Organization as Organization
from seawall.sdks.agents.account import Repo as Repo
from seawall.sdks.agents.account import Rules as Rules
from seawall.sdks.agents.account import User as User
from seawall.sdks.agents.account import Webhook as Webhook
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
