"""PostgreSQL's JSONPath in lax mode: the subset that metadata filters need.

A filter matches if its path returns any value (PostgreSQL's `@?` operator). So the bare condition
`$.study == "a"` matches all metadata: it always returns a value, `true` or `false`. To select by value, use
`$.study ? (@ == "a")`. https://www.postgresql.org/docs/current/functions-json.html
"""

from seawall.local.platform.jsonpath.evaluate import path_exists, path_exists_in_text
from seawall.local.platform.jsonpath.keys import keys_of_text, required_keys
from seawall.local.platform.jsonpath.parse import MAX_LENGTH, JsonPathError, parse

__all__ = [
    "MAX_LENGTH",
    "JsonPathError",
    "keys_of_text",
    "parse",
    "path_exists",
    "path_exists_in_text",
    "required_keys",
]
