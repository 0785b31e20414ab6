"""Reads the spec that a command names: a file, a URL or a file in a git revision."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.core.redaction.secret import Secret

if TYPE_CHECKING:
    from seawall.codegen.fetch.documents import Documents

__all__ = ["AllowRef", "Source", "read_documents"]

Source = Annotated[
    str,
    typer.Argument(metavar="SPEC", help="File, URL, or git:REVISION:path of an OpenAPI document."),
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

_AUTHORIZATION = "SEAWALL_SPEC_AUTHORIZATION"


def read_documents(source: str, allowed: Sequence[str] | None) -> "Documents":
    """Read `source` and the documents that it refers to. Raises SpecError.

    For a URL, the environment variable SEAWALL_SPEC_AUTHORIZATION is its Authorization header, and documents
    with an ETag are kept in the user's cache folder.
    """
    # Imported late: the transport takes 100 ms, and a spec is mostly a file.
    from seawall.codegen.fetch.fetch import fetch  # noqa: PLC0415
    from seawall.codegen.fetch.locations import is_url  # noqa: PLC0415

    if not (is_url(source) or any(is_url(prefix) for prefix in allowed or ())):
        return fetch(source, allowed=allowed or ())
    from platformdirs import user_cache_path  # noqa: PLC0415

    from seawall.codegen.fetch.urls import HttpReader  # noqa: PLC0415
    from seawall.transports import Httpx2Transport  # noqa: PLC0415

    authorization = os.environ.get(_AUTHORIZATION)
    transport = Httpx2Transport()
    try:
        http = HttpReader(
            transport=transport,
            home=source,
            authorization=Secret(authorization.strip()) if authorization else None,
            cache=user_cache_path("seawall") / "specs",
        )
        return fetch(source, http=http, allowed=allowed or ())
    finally:
        transport.close()
