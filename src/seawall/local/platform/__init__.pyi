# fmt: off
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.local.serving.data_folder import DataFolderInUseError as DataFolderInUseError
from seawall.local.platform.settings import WEBHOOK_SECRET_FILE as WEBHOOK_SECRET_FILE
from seawall.local.platform.server.app import create_app as create_app
from seawall.local.platform.server.openapi_export import export_openapi as export_openapi
from seawall.local.platform.server.serving import running as running
from seawall.local.platform.server.serving import serve as serve
from seawall.local.platform.settings import LocalUser as LocalUser
from seawall.local.platform.settings import PlatformSettings as PlatformSettings
