# fmt: off
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.testing.platform.account import me as me
from seawall.testing.platform.account import organization as organization
from seawall.testing.platform.account import user as user
from seawall.testing.platform.applications import application as application
from seawall.testing.platform.applications import application_summary as application_summary
from seawall.testing.platform.applications import input_spec as input_spec
from seawall.testing.platform.applications import output_spec as output_spec
from seawall.testing.platform.applications import released_version as released_version
from seawall.testing.platform.applications import version as version
from seawall.testing.platform.items import CONTENT as CONTENT
from seawall.testing.platform.items import downloaded_file as downloaded_file
from seawall.testing.platform.items import file_metadata as file_metadata
from seawall.testing.platform.items import input_artifact as input_artifact
from seawall.testing.platform.items import item as item
from seawall.testing.platform.items import output_artifact as output_artifact
from seawall.testing.platform.runs import run as run
from seawall.testing.platform.runs import statistics as statistics
from seawall.testing.platform.submissions import new_artifact as new_artifact
from seawall.testing.platform.submissions import new_item as new_item
from seawall.testing.shared_builders import download_progress as download_progress
from seawall.testing.shared_builders import outage as outage
from seawall.testing.platform.fake.fake_platform import FakePlatform as FakePlatform
