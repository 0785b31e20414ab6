"""Reads the spec that a command names: a file, a URL or a file in a git revision."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.core.redaction.secret import Secret

if TYPE_CHECKING:
    from seawall.codegen.effective_spec import EffectiveSpec
    from seawall.codegen.fetch.documents import Documents

__all__ = ["AllowRef", "Overlays", "Source", "read_documents", "read_spec"]

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
Overlays = Annotated[
    list[Path] | None,
    typer.Option(
        "--overlay", metavar="FILE", help="Apply an OpenAPI Overlay first; repeatable.", show_default=False
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
