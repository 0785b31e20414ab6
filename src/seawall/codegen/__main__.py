"""`python -m seawall.codegen generate platform [--check] [--config codegen/seawall.toml]`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from seawall.codegen.config import SdkConfig, load_config
from seawall.codegen.errors import GenerationError
from seawall.codegen.generate import GenerationResult, generate
from seawall.codegen.output import differences, write

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line: exit code 0 where all is well, 1 where the output differs, 2 on an error."""
    parser = argparse.ArgumentParser(prog="python -m seawall.codegen")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("generate", help="generate the low-level client of an SDK")
    command.add_argument("sdk")
    command.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 where the output differs"
    )
    command.add_argument("--config", type=Path, default=Path("codegen/seawall.toml"))
    options = parser.parse_args(arguments)
    try:
        config = load_config(options.config, options.sdk)
        result = generate(config)
        return _check(config, result) if options.check else _write(config, result)
    except GenerationError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2


def _check(config: SdkConfig, result: GenerationResult) -> int:
    found = differences(config, result)
    for difference in found:
        print(f"{difference.path} {difference.how}", file=sys.stderr)  # noqa: T201
    if found:
        print(f"Mend it with: {config.command}", file=sys.stderr)  # noqa: T201
        return 1
    print(f"{config.name}: {len(result.files)} generated files are as their inputs say.")  # noqa: T201
    return 0


def _write(config: SdkConfig, result: GenerationResult) -> int:
    write(config, result)
    for note in result.notes:
        print(f"note: {note}", file=sys.stderr)  # noqa: T201
    decls = result.declarations
    counts = f"{len(decls.calls)} calls, {len(decls.models)} models, {len(decls.enums)} enums"
    print(f"{config.name}: wrote {counts} to {config.path(config.output)}.")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
