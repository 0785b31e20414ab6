# fmt: off
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.local.sessions.server.openapi_export import export_openapi as export_openapi
from seawall.local.sessions.server.serving import running as running
from seawall.local.sessions.server.serving import serve as serve
from seawall.local.sessions.settings import ExecutionLimits as ExecutionLimits
from seawall.local.sessions.settings import SessionsSettings as SessionsSettings
from seawall.local.serving.data_folder import DataFolderInUseError as DataFolderInUseError
from seawall.local.serving.user_tokens import TOKEN_FILE as TOKEN_FILE
from seawall.local.sessions.identity.authority import CA_FILE as CA_FILE
from seawall.local.sessions.identity.settings import IdentitySettings as IdentitySettings
