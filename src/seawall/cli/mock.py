"""`seawall mock`: a server for any spec."""

import json
import os
import sys
from typing import Annotated

import typer

from seawall.cli.spec_source import AllowRef, Overlays, Source, read_spec
from seawall.core.errors import ConfigError
from seawall.core.extras import needs_extra

__all__ = ["mock"]


def mock(
    spec: Source,
    *,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="Port; 0 selects a free one.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed gives other samples.")] = 0,
    items: Annotated[
        int, typer.Option("--items", min=0, max=1000, metavar="N", help="Items that each list begins with.")
    ] = 3,
    overlay: Overlays = None,
    allow_ref: AllowRef = None,
) -> None:
    """Serve a spec until Ctrl-C. When it is ready, prints one line of JSON: url and pid."""
    with needs_extra("codegen", "A mock server"):
        from seawall.codegen.mock.mock_api import MockApi  # noqa: PLC0415
        from seawall.codegen.mock.server import serve  # noqa: PLC0415

    effective = read_spec(spec, allow_ref, overlay)
    api = MockApi(effective.document, effective.api, seed=seed, items=items)

    # JSON, so that a program can start a server and read its URL.
    def print_ready(url: str) -> None:
        sys.stdout.write(f"{json.dumps({'url': url, 'pid': os.getpid()})}\n")
        sys.stdout.flush()

    try:
        serve(api, port=port, ready=print_ready)
    except OSError as error:
        raise ConfigError(f"Port {port} can not be used: {error.strerror}. Use --port 0.") from error
