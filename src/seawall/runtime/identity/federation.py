"""A federation: the identity providers and servers that one API has."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.validation.closest_match import closest_match
from seawall.runtime.identity.providers import IdentityProvider, LoginMode
from seawall.runtime.identity.saved_login import DefaultLogin, Server

__all__ = ["Federation", "absolute"]


@frozen(kw_only=True)
class Federation:
    """The identity providers of an API, its servers, and the files that its clients share.

    `default_server` is that of users without a configuration file, who log in at its `idp`, with the
    certificate in `certificate`. `config_file` has saved logins and servers; both are paths, `~` is the home
    folder. `service` is the last part of the name of the API in lists of services; `standards` are its
    identifiers in capabilities, the newest version first. `names` are the names of servers that users know by
    another name than their authority. Not hashable: it holds mappings.
    """

    providers: Mapping[str, IdentityProvider]
    default_server: Server
    config_file: str
    certificate: str
    service: str
    standards: tuple[str, ...]
    names: Mapping[str, str] = field(factory=dict)

    def provider(self, name: str) -> IdentityProvider:
        """The identity provider `name`; raises InputError, which names the nearest known one."""
        if name not in self.providers:
            nearest, known = closest_match(name, self.providers), ", ".join(self.providers)
            raise InputError(
                f"There is no identity provider {name!r}; the nearest is {nearest}. Known: {known}."
            )
        return self.providers[name]

    def usual(self, mode: LoginMode) -> str:
        """The first identity provider whose users log in with `mode`."""
        return next(name for name, one in self.providers.items() if one.mode is mode)

    @property
    def default_login(self) -> DefaultLogin:
        """The login of a user without a configuration file."""
        return DefaultLogin(self.default_server.idp or "", absolute(self.certificate))


def absolute(path: str | Path) -> Path:
    """The absolute path of a file, for a record that other programs read; `~` is the home folder."""
    return Path(path).expanduser().absolute()
