"""The name of a call in messages: its method, and its path with the values filled in. Pure."""

import re
from collections.abc import Collection
from urllib.parse import quote, unquote

from seawall.core.engine.call import Call
from seawall.core.engine.url import path_segment, template_parts
from seawall.core.errors import InputError
from seawall.core.redaction.redact import has_secret
from seawall.core.redaction.secret import Secret, SecretBytes, Shown
from seawall.core.redaction.secret_patterns import HIDDEN, is_secret_name

__all__ = ["call_name", "secrets_of", "shown_path"]

# A message of a long id has to stay readable, and the start is enough to recognize it.
_MAX_CHARACTERS = 80
_TOKEN_CHARACTERS = 6
# Hiding a shorter text would garble the words of a message.
_MIN_SECRET_LENGTH = 4
# Letters of both cases and digits in one long run: the form of tokens and keys, and seldom that of an id.
_TOKEN_RUN = re.compile(r"(?=[A-Za-z]*[0-9])(?=[A-Z0-9]*[a-z])(?=[a-z0-9]*[A-Z])[A-Za-z0-9]{20,}")


def call_name(call: Call[object], *tokens: str | None) -> str:
    """Return the method and the path of `call`, e.g. `GET /v1/runs/6f1e3d0e`; see `shown_path`."""
    return f"{call.operation.method} {shown_path(call, *tokens)}"


def shown_path(call: Call[object], *tokens: str | None) -> str:
    """Return the path of `call` for a message: its values filled in, percent-encoded, without secrets.

    A value is `[redacted]` if it is one of the `tokens` or of `secrets_of` the call, or if its name or format
    is that of a secret. A long value, or one that looks like a token, is cut. A value that is missing or not
    valid leaves its placeholder.
    """
    path = ""
    try:
        parts = template_parts(call.operation.path)
    except InputError:
        return call.operation.path
    hidden = secrets_of(call, *tokens)
    for literal, name in parts:
        path += literal
        if name is not None:
            path += _shown_value(call, name, hidden)
    return path


def secrets_of(call: Call[object], *tokens: str | None) -> list[Secret]:
    """The texts that no message may repeat, plain and percent-encoded.

    They are tokens, query values that are not `Shown`, cookies, and the values of header fields with the name
    of a secret.
    """
    headers = [value for name, value in call.headers.items() if is_secret_name(name)]
    given = [*call.query.values(), *call.cookies.values(), *headers]
    listed = (one for value in given if isinstance(value, list | tuple) for one in value)
    texts = [
        Secret(text)
        for text in (*tokens, *given, *listed)
        if isinstance(text, str) and not isinstance(text, Shown) and len(text) >= _MIN_SECRET_LENGTH
    ]
    return [*texts, *(Secret(quote(text, safe="")) for text in texts)]


def _shown_value(call: Call[object], name: str, hidden: Collection[str]) -> str:
    try:
        segment = path_segment(call, name)
    except InputError:
        return f"{{{name}}}"
    text = Secret(unquote(segment))
    # A `session_id` in a path is the id of a session, as `run_id` is that of a run.
    is_secret = (is_secret_name(name) and not name.endswith(("_id", "Id"))) or isinstance(
        call.path[name], Secret | SecretBytes
    )
    if is_secret or has_secret(text, hidden=hidden):
        return HIDDEN
    if _TOKEN_RUN.search(text):
        return f"{segment[:_TOKEN_CHARACTERS]}…"
    if len(segment) <= _MAX_CHARACTERS:
        return segment
    # Without the first part of an escape.
    return re.sub(r"%.?$", "", segment[:_MAX_CHARACTERS]) + "…"
