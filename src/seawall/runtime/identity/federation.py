"""A federation: the identity providers and servers that one API has."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.validation.closest_match import closest_match
from seawall.runtime.identity.providers import IdentityProvider, LoginMode

if TYPE_CHECKING:
    from seawall.runtime.identity.saved_login import Server

__all__ = ["DefaultLogin", "Federation", "absolute"]


@frozen
class DefaultLogin:
    """The login of a user who has saved none: at `idp`, with the certificate in `certificate_file`."""

    idp: str
    certificate_file: Path


@frozen(kw_only=True)
class Federation:
    """The identity providers of an API, its servers, and the files that its clients share.

    Users without a configuration file log in at `default_idp`, with the certificate in `certificate`, and use
    the server with the fields in `default_record`. `config_file` has saved logins and servers; both are
    paths, `~` is the home folder. `service` is the last part of the name of the API in lists of services;
    `standards` are its identifiers in capabilities, the newest version first. `names` are the names of
    servers that users know by another name than their authority. Not hashable: it holds mappings.
    """

    providers: Mapping[str, IdentityProvider]
    default_idp: str
    default_record: Mapping[str, object]
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
    def default_server(self) -> "Server":
        """The server of a user without a configuration file."""
        from seawall.runtime.identity.saved_login import Server  # noqa: PLC0415 - 10 ms, models

        return Server.from_dict({**self.default_record, "idp": self.default_idp, "is_active": True})

    @property
    def default_login(self) -> DefaultLogin:
        """The login of a user without a configuration file."""
        return DefaultLogin(self.default_idp, absolute(self.certificate))


def absolute(path: str | Path) -> Path:
    """The absolute path of a file, for a record that other programs read; `~` is the home folder."""
    return Path(path).expanduser().absolute()
