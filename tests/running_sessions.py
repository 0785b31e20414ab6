"""Local sessions server in a thread, with the settings of a user."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen


@frozen
class RunningSessions:
    """The environment of a user of the server, and the token, which is the password, too."""

    environment: dict[str, str]
    token: str

    @property
    def environment_before_login(self) -> dict[str, str]:
        """The environment of a user who has no token and has saved no server."""
        given = {"SEAWALL_SESSIONS_BASE_URL", "SEAWALL_SESSIONS_TOKEN"}
        return {name: value for name, value in self.environment.items() if name not in given}

    def write_inputs(self, folder: Path) -> None:
        """Write the files that the snippets in the docs read."""
        (folder / "password.txt").write_text(self.token)


@contextmanager
def running_sessions(folder: Path) -> Iterator[RunningSessions]:
    """Start a server whose sessions take 0.3 s and whose logins need no prompt; stop it at the end."""
    # The server takes a second to import.
    from seawall.local.sessions import TOKEN_FILE, IdentitySettings, SessionsSettings, running

    identity = IdentitySettings(certificate_header=True, approved_by="ada", device_interval_s=1)
    settings = SessionsSettings(
        data_dir=folder / "data", pending_s=0.1, headless_duration_s=0.2, identity=identity
    )
    with running(settings) as url:
        token = json.loads((folder / "data" / TOKEN_FILE).read_text())["ada"]
        root = url.removesuffix("/skaha")
        names = {
            "BASE_URL": url,
            "TOKEN": token,
            "CONFIG_FILE": str(folder / "config.yaml"),
            "SERVICES_URL": f"{root}/reg/resource-caps",
            "ISSUER": root,
        }
        yield RunningSessions({f"SEAWALL_SESSIONS_{name}": value for name, value in names.items()}, token)
