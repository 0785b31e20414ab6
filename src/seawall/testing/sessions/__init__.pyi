# fmt: off
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.testing.sessions.sessions import session as session
from seawall.testing.sessions.sessions import session_event as session_event
from seawall.testing.sessions.sessions import other_session as other_session
from seawall.testing.sessions.sessions import created_session as created_session
from seawall.testing.sessions.sessions import new_session as new_session
from seawall.testing.sessions.sessions import diagnosis as diagnosis
from seawall.testing.sessions.platform import image as image
from seawall.testing.sessions.platform import amount_options as amount_options
from seawall.testing.sessions.platform import platform_options as platform_options
from seawall.testing.sessions.platform import instances as instances
from seawall.testing.sessions.platform import platform_use as platform_use
from seawall.testing.sessions.platform import availability as availability
from seawall.testing.sessions.platform import capability as capability
from seawall.testing.sessions.platform import server as server
from seawall.testing.sessions.platform import saved_login as saved_login
from seawall.testing.shared_builders import cache_usage as cache_usage
from seawall.testing.shared_builders import call_numbers as call_numbers
from seawall.testing.shared_builders import client_stats as client_stats
from seawall.testing.shared_builders import health as health
from seawall.testing.shared_builders import limit_usage as limit_usage
from seawall.testing.shared_builders import outage as outage
from seawall.testing.sessions.fake.fake_sessions import FakeSessions as FakeSessions
