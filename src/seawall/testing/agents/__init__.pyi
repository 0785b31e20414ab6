# fmt: off
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.testing.agents.account import check_suite_settings as check_suite_settings
from seawall.testing.agents.account import integration as integration
from seawall.testing.agents.account import model_provider as model_provider
from seawall.testing.agents.account import organization as organization
from seawall.testing.agents.account import repo as repo
from seawall.testing.agents.account import rules as rules
from seawall.testing.agents.account import user as user
from seawall.testing.agents.account import webhook as webhook
from seawall.testing.shared_builders import cache_usage as cache_usage
from seawall.testing.shared_builders import call_numbers as call_numbers
from seawall.testing.shared_builders import client_stats as client_stats
from seawall.testing.shared_builders import health as health
from seawall.testing.shared_builders import limit_usage as limit_usage
from seawall.testing.agents.observation import new_run as new_run
from seawall.testing.agents.observation import run_event as run_event
from seawall.testing.agents.observation import sign_webhook as sign_webhook
from seawall.testing.agents.account import language_models as language_models
from seawall.testing.agents.account import mcp_provider as mcp_provider
from seawall.testing.agents.account import pull_request_edit as pull_request_edit
from seawall.testing.agents.account import slack_token as slack_token
from seawall.testing.agents.runs import log as log
from seawall.testing.agents.runs import pull_request as pull_request
from seawall.testing.agents.runs import run as run
from seawall.testing.agents.runs import run_webhook as run_webhook
from seawall.testing.shared_builders import outage as outage
