"""HTML of the page from its templates; every value is escaped."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

__all__ = ["cached_response", "message_page", "render"]

KIBIBYTE = 1024


def _size(size_bytes: object) -> str:
    """Size in the unit that keeps it below 1024; empty for a value that is no number."""
    if not isinstance(size_bytes, int | float):
        return ""
    size = float(size_bytes)
    for unit in ("bytes", "KiB", "MiB"):
        if size < KIBIBYTE:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= KIBIBYTE
    return f"{size:.1f} GiB"


def _words(code: object) -> str:
    """Words of a state or reason: `USER_ERROR` is `User error`."""
    return str(code).replace("_", " ").capitalize()


def _utc(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S} UTC"


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


_environment = Environment(
    loader=PackageLoader("seawall.local.platform.page"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(size=_size, words=_words, utc=_utc, pretty=_pretty)


def render(template: str, values: Mapping[str, object]) -> bytes:
    """Render a template of the package."""
    # Text from outside may hold lone surrogates, which UTF-8 has not.
    return _environment.get_template(template).render(values).encode("utf-8", "replace")


def message_page(heading: str, text: str, *, status: int, log_in: bool = False) -> HTMLResponse:
    """Create a page with one message; with `log_in`, it has a link to log in."""
    values = {"me": None, "heading": heading, "text": text, "log_in": log_in, "section": ""}
    return HTMLResponse(render("message.html", values), status_code=status)


def cached_response(request: Request, content: bytes, media_type: str = "text/html") -> Response:
    """Send the content with an entity tag; 304 if the browser has the same (RFC 9110 section 13.1.2)."""
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
