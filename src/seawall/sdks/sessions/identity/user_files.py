"""The files of a user that this SDK shares with the platform's own client."""

from pathlib import Path

__all__ = ["absolute", "default_certificate", "default_config"]


def absolute(path: str | Path) -> Path:
    """The absolute path of a file, for a record that other programs read; `~` is the home folder."""
    return Path(path).expanduser().absolute()


def default_certificate() -> Path:
    """The certificate of users of cadc who name no other one."""
    return absolute("~/.ssl/cadcproxy.pem")


def default_config() -> Path:
    """The file with saved logins and servers."""
    return absolute("~/.canfar/config.yaml")
