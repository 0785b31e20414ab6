# fmt: off
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.sdks.sessions.compat._async.platform import AsyncContext as AsyncContext
from seawall.sdks.sessions.compat._async.platform import AsyncImages as AsyncImages
from seawall.sdks.sessions.compat._async.platform import AsyncOverview as AsyncOverview
from seawall.sdks.sessions.compat._async.session import AsyncSession as AsyncSession
from seawall.sdks.sessions.compat._sync.platform import Context as Context
from seawall.sdks.sessions.compat._sync.platform import Images as Images
from seawall.sdks.sessions.compat._sync.platform import Overview as Overview
from seawall.sdks.sessions.compat._sync.session import Session as Session
from seawall.sdks.sessions.compat.authentication import alogin as alogin
from seawall.sdks.sessions.compat.authentication import login as login
from seawall.sdks.sessions.compat.create_request import CreateRequest as CreateRequest
from seawall.sdks.sessions.compat.error_classes import AuthContextError as AuthContextError
from seawall.sdks.sessions.compat.error_classes import AuthenticationError as AuthenticationError
from seawall.sdks.sessions.compat.error_classes import AuthExpiredError as AuthExpiredError
from seawall.sdks.sessions.compat.error_classes import AuthRequiredError as AuthRequiredError
from seawall.sdks.sessions.compat.error_classes import SessionRequestError as SessionRequestError
from seawall.sdks.sessions.compat.fields import ContainerRegistry as ContainerRegistry
from seawall.sdks.sessions.compat.shapes import Authentication as Authentication
from seawall.sdks.sessions.compat.shapes import Image as Image
from seawall.sdks.sessions.distributed import chunk as chunk
from seawall.sdks.sessions.distributed import stripe as stripe
