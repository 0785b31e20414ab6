"""The user's configuration folder is the one that platformdirs names."""

import platformdirs
import pytest

from seawall.runtime.files.user_folders import user_config_folder

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
