"""Local agents server in its own process, with the token of a user."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from seawall.cli.demo.server_process import local_server


@frozen
class RunningAgents:
    """The environment of a user of the server, and the token."""

    environment: dict[str, str]
    token: str

    def write_inputs(self, folder: Path) -> None:
        """Write the files that the commands in the help and in the docs read."""
        for name, content in {"token.txt": self.token, "secret.txt": "s3cret", "task.md": "Fix it"}.items():
            (folder / name).write_text(content)
        (folder / "screen.png").write_bytes(b"\x89PNG\r\n\x1a\n")


@contextmanager
def running_agents(folder: Path) -> Iterator[RunningAgents]:
    """Start a server whose runs take 0.3 s, and stop it at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    with local_server("agents", folder / "data", "--run-duration", "0.3") as ready:
        token = json.loads(Path(ready["tokens"]).read_text())["ada"]
        names = {"BASE_URL": ready["url"], "TOKEN": token, "TOKEN_FILE": str(folder / "login.json")}
        yield RunningAgents({f"SEAWALL_AGENTS_{name}": value for name, value in names.items()}, token)
