"""`python -m seawall.local.platform`: serve, and print one JSON line once ready."""

import argparse
import json
import logging
from pathlib import Path

from seawall.local.platform import DataFolderInUseError, PlatformSettings, serve

__all__ = ["main"]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m seawall.local.platform", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of database, artifacts and keys")
    parser.add_argument("--inputs", type=Path, help="folder whose files may be processed")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--public-url", help="scheme://host:port as callers reach the server")
    parser.add_argument("--workers", type=int, help="items processed at the same time")
    parser.add_argument("--token-lifetime", type=int, default=86_400, metavar="SECONDS")
    parser.add_argument("--auto-approve", action="store_true", help="log in without asking")
    return parser.parse_args()


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    arguments = _arguments()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = PlatformSettings(
        data_dir=arguments.data,
        inputs_dir=arguments.inputs,
        auto_approve=arguments.auto_approve,
        workers=arguments.workers,
        token_lifetime_s=arguments.token_lifetime,
        public_url=arguments.public_url,
    )

    def ready(url: str) -> None:
        print(json.dumps({"url": url, "data": str(arguments.data)}), flush=True)  # noqa: T201 - the product

    try:
        serve(settings, host=arguments.host, port=arguments.port, ready=ready)
    except (DataFolderInUseError, OSError) as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
