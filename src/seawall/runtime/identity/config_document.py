"""The configuration file of the platform's own client, version 2, as data: saved logins and servers. Pure.

Keys that are not known here are kept by every change. A document of version 1 is upgraded when it is read.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from seawall.core.errors import ConfigError
from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret import Secret, SecretMapping
from seawall.runtime.identity.providers import LoginMode

if TYPE_CHECKING:
    from seawall.runtime.identity.saved_login import SavedLogin, Server

__all__ = ["VERSION", "ConfigDocument", "Record", "document_of", "plain"]

Record: TypeAlias = Mapping[str, object]
"""A mapping in the file."""

VERSION = 2
"""The version of the files that are written."""

# Values that version 1 has and version 2 has not.
_SERVER_KEYS_OF_1 = frozenset({"cores", "ram", "gpus", "status"})
_CONSOLE_KEYS_OF_1 = frozenset({"file"})
_KEPT = "It was not changed."


@frozen(eq=False)
class ConfigDocument:
    """The contents of the file at `path`; `data` is the whole document. The repr shows no secret."""

    path: Path
    data: Record = field(factory=SecretMapping, repr=False)
    upgraded_from: int | None = None

    @property
    def active_idp(self) -> str | None:
        """The identity provider of the active login."""
        return self._text(self.section("active"), "active", "authentication")

    def server_name_of(self, idp: str) -> str | None:
        """The name of the server that is used with the login at `idp`, None if none was chosen."""
        active = self.section("active")
        chosen = self._text(self._mapping(active, "active", "servers"), "active.servers", idp)
        if chosen is None and idp == self.active_idp:
            chosen = self._text(active, "active", "server")
        return chosen

    def logins(self) -> "tuple[SavedLogin, ...]":
        """The saved logins, sorted by identity provider; raises ConfigError for a malformed record."""
        return tuple(self._login(idp) for idp in sorted(self.section("authentication")))

    def login(self, idp: str) -> "SavedLogin | None":
        """The saved login at `idp`; raises ConfigError if it is malformed."""
        return self._login(idp) if idp in self.section("authentication") else None

    def servers(self) -> "tuple[Server, ...]":
        """The saved servers, sorted by name; raises ConfigError for a malformed record."""
        return tuple(self._server(name) for name in sorted(self.section("servers")))

    def section(self, name: str) -> Record:
        """The mapping at `name`, empty if it is missing; raises ConfigError if it is none."""
        return self._mapping(self.data, "", name)

    def record(self, section: str, name: str) -> Record:
        """The mapping `name` in `section`, empty if it is missing; raises ConfigError if it is none."""
        return self._mapping(self.section(section), section, name)

    def part(self, idp: str, name: str) -> Record:
        """A part of the saved login at `idp`, e.g. `token`; empty if it is missing."""
        return self._mapping(self.record("authentication", idp), f"authentication.{idp}", name)

    def secret(self, idp: str, part: str, name: str) -> Secret | None:
        """A text in a part of the saved login at `idp`; raises ConfigError if it is none."""
        found = self._text(self.part(idp, part), f"authentication.{idp}.{part}", name)
        return None if found is None else Secret(found)

    def seconds(self, record: Record, place: str, name: str) -> float | None:
        """A time in seconds since 1970; None if it is missing or 0, which means unknown."""
        value = record.get(name)
        if value is None or value == 0:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(f"{place}.{name}", "a number of seconds")
        return float(value)

    def fault(self, place: str, expected: str) -> ConfigError:
        """The error for a value at `place` that is not `expected`."""
        return ConfigError(f"{self.path}: {redact(place)} must be {expected}. {_KEPT}")

    def _login(self, idp: str) -> "SavedLogin":
        from seawall.runtime.identity.saved_login import SavedLogin  # noqa: PLC0415 - 10 ms, models

        place, record = f"authentication.{idp}", self.record("authentication", idp)
        mode = LoginMode(self._text(record, place, "mode") or "")
        expiry = record.get("expiry")
        expires_at = (
            self.seconds(self.part(idp, "expiry"), f"{place}.expiry", "access")
            if isinstance(expiry, Mapping)
            else self.seconds(record, place, "expiry")
        )
        path = self._text(record, place, "path") if mode is LoginMode.X509 else None
        return SavedLogin(
            idp=idp,
            mode=mode,
            is_active=idp == self.active_idp,
            is_renewable=mode is LoginMode.OIDC and self.secret(idp, "token", "refresh") is not None,
            server=self.server_name_of(idp),
            expires_at=None if expires_at is None else _time(expires_at),
            certificate_file=None if path is None else Path(path).expanduser(),
        )

    def _server(self, name: str) -> "Server":
        from seawall.runtime.identity.saved_login import Server  # noqa: PLC0415 - 10 ms, models

        place, record = f"servers.{name}", self.record("servers", name)
        url = self._text(record, place, "url")
        if url is None:
            raise self.fault(f"{place}.url", "the URL of a server")
        auths = record.get("auths") or ()
        if not isinstance(auths, list | tuple):
            raise self.fault(f"{place}.auths", "a list")
        active = self.active_idp
        return Server(
            name=str(name),
            idp=self._text(record, place, "idp"),
            uri=self._text(record, place, "uri"),
            url=url.rstrip("/"),
            version=self._text(record, place, "version") or "v1",
            auths=tuple(str(one) for one in auths),
            is_active=active is not None and name == self.server_name_of(active),
        )

    def _mapping(self, record: Record, place: str, name: str) -> Record:
        value = record.get(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self.fault(f"{place}.{name}".lstrip("."), "a mapping")
        return value

    def _text(self, record: Record, place: str, name: str) -> str | None:
        value = record.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.fault(f"{place}.{name}", "a text")
        return str(value)


def document_of(path: Path, data: object) -> ConfigDocument:
    """Check the version of a document and return it as one of version 2.

    Raises ConfigError for another version, such as that of canfar 1.0, which has none.
    """
    # First of all: error reporters show local variables.
    data = _hidden(data)
    if not isinstance(data, SecretMapping):
        raise ConfigError(f"{path} is not a configuration of the platform's client. {_KEPT} Move it away.")
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version not in {1, VERSION}:
        is_old = version is None and "contexts" in data
        which = "is of canfar 1.0 or older" if is_old else f"has version {redact(str(version))}"
        raise ConfigError(
            f"{path} {which}; versions 1 and 2 can be used. {_KEPT} Move it away or name another "
            "config_file, and log in again."
        )
    if version == VERSION:
        return ConfigDocument(path, data)
    return ConfigDocument(path, _upgraded(data), upgraded_from=1)


def plain(value: object) -> object:
    """A copy of a part of a document that the YAML library can write."""
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, str) else value


def _hidden(value: object) -> object:
    if isinstance(value, Mapping):
        return SecretMapping({str(name): _hidden(one) for name, one in value.items()})
    if isinstance(value, list):
        return [_hidden(one) for one in value]
    return Secret(value) if isinstance(value, str) else value


def _upgraded(data: Record) -> SecretMapping[object]:
    changed = SecretMapping({**data, "version": VERSION})
    servers, console = data.get("servers"), data.get("console")
    if isinstance(servers, Mapping):
        changed["servers"] = SecretMapping(
            {name: _without(server, _SERVER_KEYS_OF_1) for name, server in servers.items()}
        )
    if console is not None:
        changed["console"] = _without(console, _CONSOLE_KEYS_OF_1)
    return changed


def _without(value: object, names: frozenset[str]) -> object:
    if not isinstance(value, Mapping):
        return value
    return SecretMapping({name: one for name, one in value.items() if name not in names})


def _time(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        # Far away: the login does not expire in the life of this program.
        return datetime.max.replace(tzinfo=UTC)
