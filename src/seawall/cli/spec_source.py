"""Reads the spec that a command names: a file, a URL or a file in a git revision."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.core.redaction.secret import Secret

if TYPE_CHECKING:
    from seawall.codegen.effective_spec import EffectiveSpec
    from seawall.codegen.fetch.documents import Documents
    from seawall.codegen.fetch.urls import HttpReader

__all__ = ["AllowRef", "Overlays", "Source", "http_reader", "read_documents", "read_spec"]

Source = Annotated[
    str,
    typer.Argument(
        metavar="SPEC", help="File, URL, or git:REVISION:path of an OpenAPI document; - reads stdin."
    ),
]
AllowRef = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-ref",
        metavar="PREFIX",
        help="Let references lead to this folder or URL too; repeatable.",
        show_default=False,
    ),
]
Overlays = Annotated[
    list[Path] | None,
    typer.Option(
        "--overlay", metavar="FILE", help="Apply an OpenAPI Overlay first; repeatable.", show_default=False
    ),
]

_STDIN = "-"
_AUTHORIZATION = "SEAWALL_SPEC_AUTHORIZATION"


@contextmanager
def http_reader(source: str, allowed: Sequence[str]) -> "Iterator[HttpReader | None]":
    """Yield what reads the URLs of a spec, or None if it needs none.

    The environment variable SEAWALL_SPEC_AUTHORIZATION is the Authorization header for the origin of
    `source`. Documents with an ETag are kept in the user's cache folder.
    """
    # Imported late: the transport takes 100 ms, and a spec is mostly a file.
    from seawall.codegen.fetch.locations import is_url  # noqa: PLC0415

    if not any(map(is_url, (source, *allowed))):
        yield None
        return
    from platformdirs import user_cache_path  # noqa: PLC0415

    from seawall.codegen.fetch.urls import HttpReader  # noqa: PLC0415
    from seawall.transports import Httpx2Transport  # noqa: PLC0415

    authorization = os.environ.get(_AUTHORIZATION)
    transport = Httpx2Transport()
    try:
        yield HttpReader(
            transport=transport,
            home=source,
            authorization=Secret(authorization.strip()) if authorization else None,
            cache=user_cache_path("seawall") / "specs",
        )
    finally:
        transport.close()


def read_documents(source: str, allowed: Sequence[str] | None) -> "Documents":
    """Read `source`, or stdin for `-`, and the documents that it refers to. Raises SpecError."""
    from seawall.codegen.fetch.fetch import fetch  # noqa: PLC0415

    if source == _STDIN:
        from seawall.codegen.spec.plain_data import MAX_BYTES  # noqa: PLC0415 - codegen is an extra

        # One byte more than allowed: `fetch` refuses it.
        return fetch("stdin", content=sys.stdin.buffer.read(MAX_BYTES + 1), allowed=allowed or ())
    with http_reader(source, allowed or ()) as http:
        return fetch(source, http=http, allowed=allowed or ())


def read_spec(source: str, allowed: Sequence[str] | None, overlays: Sequence[Path] | None) -> "EffectiveSpec":
    """Read `source` as `read_documents` does, correct it, apply `overlays` and read its API.

    Raises SpecError, and OverlayError for an overlay that does not fit.
    """
    # Imported late: 100 ms.
    from seawall.codegen.effective_spec import effective_spec  # noqa: PLC0415
    from seawall.codegen.fetch.files import read_file  # noqa: PLC0415

    return effective_spec(
        read_documents(source, allowed), [(str(path), read_file(path)) for path in overlays or ()]
    )
