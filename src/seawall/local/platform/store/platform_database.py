"""The database of a platform: its tables, and the SQL functions of its queries and triggers."""

from collections.abc import Mapping
from pathlib import Path

from seawall.local.oauth.tables import OAuthTable
from seawall.local.platform.jsonpath import keys_of_text, path_exists_in_text
from seawall.local.platform.store.metadata_keys import RunMetadataValue
from seawall.local.serving.database import Database, SqlFunction
from seawall.local.webhooks.tables import WebhookTable

__all__ = ["open_database"]

FUNCTIONS: Mapping[str, SqlFunction] = {"jsonpath_exists": path_exists_in_text, "metadata_keys": keys_of_text}


def open_database(path: Path) -> Database:
    """Open the database in a file, and create what is missing of it."""
    tables = (RunMetadataValue.metadata, OAuthTable.metadata, WebhookTable.metadata)
    return Database(path, *tables, functions=FUNCTIONS)
