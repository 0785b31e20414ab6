# DO NOT EDIT. Derived from ../_async/servers.py by "python -m seawall.codegen.derive".
"""The servers of an API, saved or found in a list of services: `client.servers`."""

from attrs import evolve

from seawall.core.errors import InputError
from seawall.core.process_bound import ProcessBound
from seawall.core.validation.closest_match import closest_match
from seawall.runtime.identity._sync.anonymous import Anonymous
from seawall.runtime.identity._sync.discovery import Found, servers_of
from seawall.runtime.identity.config_changes import server_record, with_server, with_servers
from seawall.runtime.identity.config_document import ConfigDocument
from seawall.runtime.identity.config_file import ConfigFile
from seawall.runtime.identity.saved_login import Server
from seawall.runtime.vosi._sync.service_list import ServiceList

__all__ = ["Servers", "chosen_server", "names_of", "with_found"]


class Servers(ProcessBound):
    """The servers of an API. Raises ConfigError if the configuration file can not be used."""

    _in_other_process = "Make a client in the other process, and use its resource."

    def __init__(self, anonymous: Anonymous) -> None:
        self._anonymous = anonymous
        self._file = ConfigFile(anonymous.settings.config_path)
        self._default = anonymous.settings.federation.default_login

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self._file.path)!r})"

    def list(self) -> tuple[Server, ...]:
        """The saved servers, sorted by name; nothing is sent."""
        return (self._file.read()).servers()

    def discover(
        self, idp: str | None = None, *, dev: bool = False, timeout_s: float = 2.0
    ) -> tuple[Server, ...]:
        """Find the servers of an identity provider that answer within `timeout_s` seconds; nothing is saved.

        `idp` is by default that of the settings, else that of the active login. Servers for development and
        tests are left out without `dev`. Raises InputError for an unknown `idp`, and the errors of calls if
        the list of services can not be read.
        """
        document = self._file.read()
        found = self.found(self.idp_of(idp, document), dev=dev, timeout_s=timeout_s)
        return tuple(one.server for one in found)

    def use(self, name: str, *, dev: bool = False, timeout_s: float = 2.0) -> Server:
        """Use a server with the login of its identity provider, and make that login the active one.

        `name` is its name, URI or URL. Clients that are made later use it. A server that is not saved is
        looked for with `discover`, and saved: without a login, that is all. Raises InputError if there is no
        such server.
        """
        document = self._file.read()
        chosen = next((one for one in document.servers() if name in names_of(one)), None)
        if chosen is not None:
            idp = chosen.idp or self.idp_of(None, document)
            return self._save(None, chosen.name, idp)
        idp = self.idp_of(None, document)
        found = chosen_server(self.found(idp, dev=dev, timeout_s=timeout_s), name, idp)
        return self._save(found, found.server.name, idp)

    def idp_of(self, given: str | None, document: ConfigDocument) -> str:
        """The identity provider of a call: the argument, else the setting, else that of the active login."""
        return given or self._anonymous.settings.idp or document.active_idp or self._default.idp

    def found(self, idp: str, *, dev: bool, timeout_s: float) -> tuple[Found, ...]:
        """The servers of `idp` that answer, with their storage; see `discover`."""
        with self._anonymous.transport() as transport:
            settings = self._anonymous.settings
            provider = settings.federation.provider(idp)
            listed = ServiceList(url=settings.services_url or provider.registry_url, transport=transport)
            found = servers_of(
                settings.federation, provider, listed, dev=dev, timeout_s=timeout_s
            )
        document = self._file.read()
        # In the file, a server is of one identity provider; another one may list the same server.
        taken = {one.name for one in document.servers() if one.idp != idp}
        return tuple(_renamed(one, idp) if one.server.name in taken else one for one in found)

    def _save(self, found: Found | None, name: str, idp: str) -> Server:
        def change(document: ConfigDocument) -> ConfigDocument:
            return with_server(with_found(document, found), idp, name, self._default)

        document = self._file.change(change)
        return next(one for one in document.servers() if one.name == name)


def _renamed(found: Found, idp: str) -> Found:
    return evolve(found, server=evolve(found.server, name=f"{found.server.name}-{idp}"))


def names_of(server: Server) -> set[str | None]:
    """The texts that mean a server: its name, its URI, and its URL with and without its last part."""
    return {server.name, server.uri, server.url, server.url.rpartition("/")[0]}


def with_found(document: ConfigDocument, found: Found | None) -> ConfigDocument:
    """Save a server that was found; None changes nothing."""
    if found is None:
        return document
    return with_servers(document, {found.server.name: server_record(found.server, found.storage)})


def chosen_server(found: tuple[Found, ...], wanted: str | None, idp: str) -> Found:
    """The server `wanted`, see `names_of`, or the only one; raises InputError if it is not clear which."""
    names = [one.server.name for one in found]
    if not found:
        raise InputError(f"No server of {idp} answers. Try again later, or give another services_url.")
    if wanted is None:
        if len(found) > 1:
            raise InputError(f"{idp} has several servers: {', '.join(names)}. Choose one with server=…")
        return found[0]
    for one in found:
        if wanted in names_of(one.server):
            return one
    raise InputError(
        f"{idp} has no server {wanted!r} that answers; the nearest is {closest_match(wanted, names)}."
    )
