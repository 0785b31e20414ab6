"""The user's configuration folder is the one that platformdirs names."""

import os.path

import platformdirs
import pytest

from seawall.core.errors import ConfigError
from seawall.runtime.files.user_folders import user_config_folder
from seawall.runtime.settings.sources import load_sources
from seawall.sdks.platform import Client

ENVIRONMENTS: tuple[dict[str, str], ...] = (
    {"HOME": "/homes/me"},
    {"HOME": "/homes/me/"},
    {"HOME": "/homes/me", "XDG_CONFIG_HOME": "/etc/mine"},
    {"HOME": "/homes/me", "XDG_CONFIG_HOME": "relative"},
    {"HOME": "/homes/me", "XDG_CONFIG_HOME": ""},
    {"HOME": "relative"},
    {"HOME": ""},
    {},
    {"HOME": "/homes/me", "ANDROID_DATA": "/data"},
)


def test_the_folder_is_that_of_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    for environment in ENVIRONMENTS:
        for name in ("HOME", "XDG_CONFIG_HOME", "ANDROID_DATA"):
            monkeypatch.delenv(name, raising=False)
            if name in environment:
                monkeypatch.setenv(name, environment[name])
        assert user_config_folder() == platformdirs.user_config_path("seawall"), environment


def test_a_user_without_a_home_needs_none_with_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    # As for a user that /etc/passwd does not have.
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    Client(base_url="http://platform.test", token="t0ken").close()
    text = "This user has no home folder, so there is no folder for the files of Seawall. Set HOME or "
    with pytest.raises(ConfigError, match=text):
        Client(base_url="http://platform.test")
    with pytest.raises(ConfigError, match=text):
        load_sources(context="dev", environment={})
    assert load_sources(environment={}).context is None
