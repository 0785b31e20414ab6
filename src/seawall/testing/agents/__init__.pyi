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
from seawall.testing.agents.runs import log as log
from seawall.testing.agents.runs import pull_request as pull_request
from seawall.testing.agents.runs import run as run
from seawall.testing.agents.runs import run_webhook as run_webhook
from seawall.testing.shared_builders import outage as outage
