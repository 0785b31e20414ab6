"""Changes of a configuration: each returns a new document, and keeps the keys that it does not know. Pure."""

from collections.abc import Mapping, Sequence

from attrs import evolve

from seawall.core.redaction.secret import SecretMapping
from seawall.core.vosi.services import Service
from seawall.runtime.identity.config_document import VERSION, ConfigDocument, Record
from seawall.runtime.identity.federation import DefaultLogin
from seawall.runtime.identity.saved_login import Server

__all__ = [
    "emptied",
    "server_record",
    "with_active",
    "with_login",
    "with_server",
    "with_servers",
    "with_token",
    "without_login",
]

# The keys of both kinds of logins: those of the other kind do not stay.
_LOGIN_KEYS = frozenset({"idp", "mode", "path", "expiry", "endpoints", "client", "token"})


def with_login(document: ConfigDocument, idp: str, record: Record) -> ConfigDocument:
    """Save the login at `idp` and make it the active one; `record` is in the form of the file."""
    kept = {
        name: one for name, one in document.record("authentication", idp).items() if name not in _LOGIN_KEYS
    }
    logins = {**document.section("authentication"), idp: SecretMapping({**kept, "idp": idp, **record})}
    return with_active(_with(document, "authentication", logins), idp, document.server_name_of(idp))


def with_token(document: ConfigDocument, idp: str, token: Record, expires_at: float) -> ConfigDocument:
    """Save the renewed tokens of the login at `idp`; its refresh token and scope stay if `token` has none."""
    record = document.record("authentication", idp)
    expiry = document.part(idp, "expiry")
    changed = SecretMapping(
        {
            **record,
            "token": SecretMapping({**document.part(idp, "token"), **token}),
            "expiry": {**expiry, "access": expires_at},
        }
    )
    return _with(document, "authentication", {**document.section("authentication"), idp: changed})


def without_login(document: ConfigDocument, idp: str, default: DefaultLogin) -> ConfigDocument:
    """Remove the login at `idp` and its servers; if it was the active one, another login becomes active.

    After the last one, that is `default`.
    """
    logins = {name: one for name, one in document.section("authentication").items() if name != idp}
    logins = logins or _default_record(default)
    gone = {one.name for one in document.servers() if one.idp == idp}
    servers = {name: one for name, one in document.section("servers").items() if name not in gone}
    active = document.section("active")
    chosen = active.get("servers")
    kept = {name: one for name, one in chosen.items() if name != idp} if isinstance(chosen, Mapping) else {}
    rest = _with(_with(document, "authentication", logins), "servers", servers)
    rest = _with(rest, "active", {**active, "servers": kept})
    if document.active_idp != idp:
        return rest
    following = min(logins)
    # Not `server`: it is that of the removed login.
    rest = _with(
        rest, "active", {name: one for name, one in rest.section("active").items() if name != "server"}
    )
    return with_active(rest, following, rest.server_name_of(following))


def emptied(document: ConfigDocument, default: DefaultLogin) -> ConfigDocument:
    """Remove all logins and servers; see `without_login`."""
    active: Record = {"authentication": default.idp, "server": None, "servers": {}}
    rest = _with(_with(document, "authentication", _default_record(default)), "servers", {})
    return _with(rest, "active", {**document.section("active"), **active})


def _default_record(default: DefaultLogin) -> dict[str, object]:
    # The platform's own client reads no file without a login.
    path = str(default.certificate_file)
    return {default.idp: {"idp": default.idp, "mode": "x509", "path": path, "expiry": 0.0}}


def with_active(document: ConfigDocument, idp: str, server: str | None) -> ConfigDocument:
    """Make the login at `idp` the active one, with the server named `server`."""
    active = document.section("active")
    chosen = active.get("servers")
    servers = {**(chosen if isinstance(chosen, Mapping) else {}), **({} if server is None else {idp: server})}
    return _with(document, "active", {**active, "authentication": idp, "server": server, "servers": servers})


def with_server(document: ConfigDocument, idp: str, server: str, default: DefaultLogin) -> ConfigDocument:
    """Use the server named `server` with the login at `idp`, if there is one, and make that the active one.

    A file without a login gets `default`.
    """
    logins = document.section("authentication")
    if idp not in logins and (idp == default.idp or not logins):
        document = _with(document, "authentication", {**logins, **_default_record(default)})
        document = with_active(document, default.idp, document.server_name_of(default.idp))
    # The platform's own client reads no choice for a provider without a login: the server is only saved then.
    return document if document.login(idp) is None else with_active(document, idp, server)


def with_servers(document: ConfigDocument, servers: Mapping[str, Record]) -> ConfigDocument:
    """Save the records of servers, by name; those of other names stay."""
    before = document.section("servers")
    merged = {
        name: SecretMapping({**document.record("servers", name), **record})
        for name, record in servers.items()
    }
    return _with(document, "servers", {**before, **merged})


def server_record(server: Server, storage: Sequence[Service]) -> Record:
    """The form of a server in the file."""
    return {
        "name": server.name,
        "idp": server.idp,
        "uri": server.uri,
        "url": server.url,
        "version": server.version,
        "auths": list(server.auths),
        "storage": {one.name: {"uri": one.uri, "url": one.url} for one in storage},
    }


def _with(document: ConfigDocument, section: str, value: Record) -> ConfigDocument:
    data = SecretMapping({**document.data, "version": VERSION, section: SecretMapping(value)})
    return evolve(document, data=data)
