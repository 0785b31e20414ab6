"""PostgreSQL's JSONPath (lax mode), as far as metadata filters need it.

A filter matches when its path finds anything, which is PostgreSQL's `@?` operator. So `$.study == "a"`,
a bare condition, matches all metadata, whatever the study: it finds `true` or `false`. The condition
that selects is `$.study ? (@ == "a")`. https://www.postgresql.org/docs/current/functions-json.html
"""

from seawall.local.platform.jsonpath.evaluate import path_exists, path_exists_in_text
from seawall.local.platform.jsonpath.parse import MAX_LENGTH, JsonPathError, parse

__all__ = ["MAX_LENGTH", "JsonPathError", "parse", "path_exists", "path_exists_in_text"]
