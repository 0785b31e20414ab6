"""The folders of a user for configuration."""

import os
import sys
from pathlib import Path

from seawall.core.errors import ConfigError
from seawall.core.whole_import import import_whole

__all__ = ["user_config_folder", "user_contexts_file"]


def user_contexts_file() -> Path:
    """The file with the contexts, in `user_config_folder`; raises ConfigError as it does."""
    return user_config_folder() / "contexts.toml"


def user_config_folder() -> Path:
    """The folder for Seawall's files in the user's configuration folder, e.g. `~/.config/seawall`.

    The common case on Linux is the rule of the XDG Base Directory Specification, written out: platformdirs
    costs 6 ms, and every client looks for the contexts file there. All other cases are left to platformdirs.
    Raises ConfigError for a user without a home folder, as in a container with any number as user.
    """
    # Android is a Linux with other folders.
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        config, home = (Path(os.environ.get(name, "")) for name in ("XDG_CONFIG_HOME", "HOME"))
        if config.is_absolute():
            return config / "seawall"
        if home.is_absolute():
            return home / ".config" / "seawall"
    import_whole("platformdirs")
    from platformdirs import user_config_path  # noqa: PLC0415

    try:
        return user_config_path("seawall")
    except RuntimeError as error:
        raise ConfigError(
            "This user has no home folder, so there is no folder for the files of Seawall. Set HOME or "
            "XDG_CONFIG_HOME to an absolute path."
        ) from error
