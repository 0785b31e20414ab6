"""The User-Agent header of an SDK: product, version and invocation (RFC 9110, section 10.1.5). Pure."""

import re
from collections.abc import Iterator

from seawall.core.metadata.invocation import Invocation

__all__ = ["user_agent"]

_MOST_CHARACTERS = 200
# Characters that end or escape a comment (RFC 9110, section 5.6.5), or separate its entries.
_COMMENT = str.maketrans({"(": "[", ")": "]", "\\": "/", ";": ",", '"': "'"})


def user_agent(product: str, version: str, invocation: Invocation) -> str:
    """Build the header, e.g. `seawall-platform/0.1.0 (linux-x86_64; python/3.11.7; notebook; ci +https://…)`.

    The value is always printable ASCII on one line; each part has at most 200 characters.
    """
    parts = "; ".join(_comment(part) for part in _parts(invocation))
    return f"{_token(product)}/{_token(version)} ({parts})"


def _parts(invocation: Invocation) -> Iterator[str]:
    yield invocation.platform
    yield f"python/{invocation.python}"
    if invocation.interface != "script":
        yield invocation.interface
    if invocation.initiator == "bridge":
        yield invocation.initiator
    if invocation.test is not None:
        yield f"test {invocation.test}"
    if invocation.is_ci:
        yield f"ci +{invocation.github['run_url']}" if invocation.github else "ci"


def _token(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9!#$%&'*+.^_`|~-]", "-", text)[:_MOST_CHARACTERS] or "-"


def _comment(text: str) -> str:
    return re.sub(r"[^ -~]", "?", text.translate(_COMMENT))[:_MOST_CHARACTERS]
