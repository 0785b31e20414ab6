"""The configuration file that the platform's own client has too."""

import logging
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from attrs import evolve

from seawall.core.errors import ConfigError
from seawall.runtime.identity.config_changes import with_active
from seawall.runtime.identity.config_document import ConfigDocument
from seawall.runtime.identity.config_file import ConfigFile
from seawall.runtime.identity.providers import LoginMode
from seawall.runtime.identity.saved_login import SavedLogin, Server
from tests.rows import row
from tests.runtime.identity.configurations import CANFAR_1_0, NOW_S, VERSION_1, VERSION_2, document, written


def data_of(file: ConfigFile) -> dict[str, object]:
    loaded: dict[str, object] = yaml.safe_load(file.path.read_text(encoding="utf-8"))
    return loaded


# --- Reading ---------------------------------------------------------------------------------------------


def test_logins_and_servers_are_read(tmp_path: Path) -> None:
    read = document(tmp_path)
    assert read.active_idp == "srcnet"
    assert read.logins() == (
        SavedLogin(
            idp="cadc",
            mode=LoginMode.X509,
            is_active=False,
            is_renewable=False,
            server="canfar",
            expires_at=None,
            certificate_file=Path("/ada/.ssl/cadcproxy.pem"),
        ),
        SavedLogin(
            idp="srcnet",
            mode=LoginMode.OIDC,
            is_active=True,
            is_renewable=True,
            server="swe",
            expires_at=datetime.fromtimestamp(NOW_S + 600, UTC),
            certificate_file=None,
        ),
    )
    assert read.servers()[1] == Server(
        name="swe",
        idp="srcnet",
        uri="ivo://swe.test/skaha",
        url="https://swe.test/skaha",
        version="v1",
        auths=("oidc",),
        is_active=True,
    )


def test_without_a_file_there_are_no_logins(tmp_path: Path) -> None:
    for file in (
        ConfigFile(tmp_path / "none" / "config.yaml"),
        written(tmp_path, ""),
        written(tmp_path, " \n"),
    ):
        read = file.read()
        assert (read.logins(), read.servers(), read.active_idp) == ((), (), None)


def test_a_file_of_version_1_is_read_as_one_of_version_2(tmp_path: Path) -> None:
    file = written(tmp_path, VERSION_1)
    read = file.read()
    assert read.upgraded_from == 1
    assert [(one.idp, one.server) for one in read.logins()] == [("srcnet", "swe")]
    assert dict(read.record("servers", "swe")).keys() == {"name", "idp", "uri", "url", "version"}
    assert dict(read.section("console")) == {"width": 100}
    assert file.path.read_text(encoding="utf-8") == VERSION_1


def test_a_file_of_another_version_is_refused_and_kept(tmp_path: Path) -> None:
    for text, words in [
        (CANFAR_1_0, "is of canfar 1.0 or older"),
        ("version: 3\n", "has version 3"),
        ("version: '2'\n", None),
        ("version: true\n", "has version True"),
        ("version: [2]\n", "has version"),
        ("active: {}\n", "has version None"),
        ("- version: 2\n", "is not a configuration"),
        ("text", "is not a configuration"),
    ]:
        file = written(tmp_path, text)
        for use in (file.read, lambda file=file: file.change(lambda one: one)):
            with row(text), pytest.raises(ConfigError, match=words or "has version 2") as caught:
                use()
            assert "It was not changed" in str(caught.value)
        assert file.path.read_text(encoding="utf-8") == text


def test_a_file_that_is_no_yaml_is_refused_without_showing_it(tmp_path: Path) -> None:
    bomb = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nversion: 2\nc: [*b, *b]\n"
    for text, place in [
        ("version: 2\nregistry: {secret: s3cr3t\n", ", line 3"),
        ("version: 2\ntoken: 's3cr3t\n", ", line 3"),
        ("version: 2\n\ttab: s3cr3t", ", line 2"),
        (bomb, ""),
        ("version: !!python/object:os.system s3cr3t", ", line 1"),
        ("[" * 5000, ""),
        ("? {a: s3cr3t}\n: 1\n", ", line 1"),
    ]:
        file = written(tmp_path, text)
        with (
            row(text[:20]),
            pytest.raises(ConfigError, match=rf"config\.yaml{place}: this is not YAML") as caught,
        ):
            file.read()
        assert "s3cr3t" not in str(caught.value)
    file.path.write_bytes(b"version: \xff\n")
    with pytest.raises(ConfigError, match="this is not YAML"):
        file.read()


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="larger than 1 MiB"):
        written(tmp_path, "#" * (1 << 20) + "\n").read()


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can not be read"):
        ConfigFile(tmp_path).read()


def test_a_malformed_record_names_its_place_and_no_value(tmp_path: Path) -> None:
    for old, new, words in [
        ("authentication: srcnet", "authentication: [s3cr3t]", "active.authentication must be a text"),
        ("{access: s3cr3t-access,", "{access: 5,", None),
        ("{srcnet: swe, cadc: canfar}", "5", "active.servers must be a mapping"),
        ("mode: x509,", "mode: [x509],", "authentication.cadc.mode must be a text"),
        ("path: /ada/.ssl/cadcproxy.pem", "path: 5", "authentication.cadc.path must be a text"),
        ("expiry: 0.0", "expiry: soon", "authentication.cadc.expiry must be a number of seconds"),
        ("expiry: 0.0", "expiry: true", "authentication.cadc.expiry must be a number of seconds"),
        ("url: https://swe.test/skaha", "url: null", "servers.swe.url must be the URL of a server"),
        ("auths: [oidc]", "auths: oidc", "servers.swe.auths must be a list"),
        ("console: {width: 120, banner: true}", "servers: 5", "servers must be a mapping"),
    ]:
        read = document(tmp_path, VERSION_2.replace(old, new, 1))
        if words is None:
            with pytest.raises(ConfigError, match=r"srcnet\.token\.access must be a text"):
                read.secret("srcnet", "token", "access")
            continue
        with row(new), pytest.raises(ConfigError, match=words) as caught:
            (read.logins(), read.servers())
        assert "s3cr3t" not in str(caught.value)


def test_an_expiry_that_no_clock_reaches_is_no_error(tmp_path: Path) -> None:
    read = document(tmp_path, VERSION_2.replace("expiry: 0.0", "expiry: 1.0e+300"))
    login = read.login("cadc")
    assert login is not None
    assert login.expires_at == datetime.max.replace(tzinfo=UTC)


def test_no_secret_shows(tmp_path: Path) -> None:
    read = document(tmp_path)
    assert "s3cr3t" not in repr(read) + repr(read.data) + repr(read.part("srcnet", "token")) + repr(
        read.logins()
    )
    assert "s3cr3t" not in repr(list(read.part("srcnet", "token").values()))


# --- Writing ---------------------------------------------------------------------------------------------


def use_cadc(one: ConfigDocument) -> ConfigDocument:
    return with_active(one, "cadc", "canfar")


def test_a_change_keeps_everything_else(tmp_path: Path) -> None:
    file = written(tmp_path)
    before = data_of(file)
    after = file.change(use_cadc)
    active = {"authentication": "cadc", "server": "canfar", "servers": {"srcnet": "swe", "cadc": "canfar"}}
    assert data_of(file) == {**before, "active": active}
    assert after.active_idp == "cadc"


def test_texts_that_look_like_other_values_stay_texts(tmp_path: Path) -> None:
    token = "x" * 3000
    texts = {"a": "1.10", "b": "yes", "c": "2026-01-01", "d": "null", "e": " x: y ", "f": "ü\n", "g": token}
    file = written(tmp_path, yaml.safe_dump({"version": 2, "console": texts}))
    file.change(use_cadc)
    assert data_of(file)["console"] == texts


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes.")
def test_a_written_file_is_private_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    file = written(tmp_path)
    file.path.chmod(0o644)
    file.change(use_cadc)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert [path.name for path in file.path.parent.iterdir()] == ["config.yaml"]


def test_a_file_that_is_missing_is_made(tmp_path: Path) -> None:
    file = ConfigFile(tmp_path / ".canfar" / "config.yaml")
    file.change(use_cadc)
    assert data_of(file)["version"] == 2


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    target = written(tmp_path).path
    link = tmp_path / "link.yaml"
    link.symlink_to(target)
    ConfigFile(link).change(use_cadc)
    assert link.is_symlink()
    assert ConfigFile(target).read().active_idp == "cadc"


def test_an_upgrade_leaves_a_copy(tmp_path: Path) -> None:
    file = written(tmp_path, VERSION_1)
    assert file.change(use_cadc).upgraded_from is None
    copy = file.path.with_name("config.yaml.version-1")
    assert copy.read_text(encoding="utf-8") == VERSION_1
    assert data_of(file)["version"] == 2
    file.path.write_text(VERSION_1, encoding="utf-8")
    file.change(use_cadc)
    names = {path.name for path in file.path.parent.iterdir()}
    assert names == {"config.yaml", "config.yaml.version-1", "config.yaml.version-1-2"}


def test_changes_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    file = written(tmp_path)

    def add(number: int) -> None:
        def change(one: ConfigDocument) -> ConfigDocument:
            return evolve(one, data={**one.data, f"key{number}": number})

        file.change(change)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    assert {f"key{number}" for number in range(24)} <= data_of(file).keys()


def test_a_folder_that_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match="can not be written"):
        ConfigFile(tmp_path / "file" / "config.yaml").change(use_cadc)


def test_nothing_of_the_file_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    written(tmp_path).change(use_cadc)
    assert caplog.text == ""
