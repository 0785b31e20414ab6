"""Commands of the public Python client in one process; prints the exit code and output of each, as JSON.

Its arguments are the id of a run with an item `two`, and a folder for downloads.
"""

import json
import sys

from aignostics.cli import cli  # type: ignore[import-not-found]
from typer.testing import CliRunner

RUN, FOLDER = sys.argv[1:3]
COMMANDS = [
    ["user", "login"],
    ["user", "whoami"],
    ["application", "list", "--verbose"],
    ["application", "describe", "image-qc"],
    ["application", "version", "document", "list", "image-qc"],
    ["application", "run", "list", "--verbose"],
    ["application", "run", "describe", RUN],
    ["application", "run", "dump-metadata", RUN, "--show-checksum"],
    ["application", "run", "update-metadata", RUN, '{"study": "command"}'],
    ["application", "run", "update-item-metadata", RUN, "two", '{"slide": 3}'],
    ["application", "run", "dump-item-metadata", RUN, "two"],
    ["application", "run", "share", "token", "create", RUN],
    ["application", "run", "share", "token", "list", RUN],
    ["application", "run", "share", "organization", "grant", RUN, "org_local"],
    ["application", "run", "share", "organization", "revoke", RUN, "org_local"],
    ["application", "run", "share", "status", RUN],
    ["application", "run", "result", "download", RUN, FOLDER],
    ["application", "run", "result", "delete", RUN],
    ["application", "run", "cancel", RUN],
    ["user", "logout"],
]

if __name__ == "__main__":
    done = [CliRunner().invoke(cli, command) for command in COMMANDS]
    results = [
        (" ".join(command).replace(RUN, "RUN").replace(FOLDER, "FOLDER"), each.exit_code, each.output)
        for command, each in zip(COMMANDS, done, strict=True)
    ]
    json.dump(results, sys.stdout)
