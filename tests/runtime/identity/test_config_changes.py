"""Changes of a configuration, as data."""

from pathlib import Path

from seawall.runtime.identity.config_changes import (
    emptied,
    with_active,
    with_login,
    with_server,
    with_token,
    without_login,
)
from seawall.runtime.identity.config_document import ConfigDocument
from seawall.runtime.identity.federation import DefaultLogin
from tests.runtime.identity.configurations import NOW_S, VERSION_2, document

DEFAULT = DefaultLogin("cadc", Path("/ada/.ssl/cadcproxy.pem"))


def active_of(one: ConfigDocument) -> tuple[object, object, object]:
    active = one.section("active")
    return active.get("authentication"), active.get("server"), dict(one.record("active", "servers"))


def names_of(one: ConfigDocument) -> tuple[list[str], list[str]]:
    return [login.idp for login in one.logins()], [server.name for server in one.servers()]


def test_a_login_replaces_the_one_before_and_becomes_active(tmp_path: Path) -> None:
    after = with_login(document(tmp_path), "srcnet", {"mode": "x509", "path": "/x.pem", "expiry": NOW_S})
    record = dict(after.record("authentication", "srcnet"))
    assert record == {
        "idp": "srcnet",
        "mode": "x509",
        "path": "/x.pem",
        "expiry": NOW_S,
        "added": "by a newer client",
    }
    assert active_of(with_login(after, "cadc", {"mode": "x509"}))[:2] == ("cadc", "canfar")


def test_renewed_tokens_keep_scope_and_the_refresh_token(tmp_path: Path) -> None:
    after = with_token(document(tmp_path), "srcnet", {"access": "new"}, NOW_S + 3600)
    assert dict(after.part("srcnet", "token")) == {
        "access": "new",
        "refresh": "s3cr3t-refresh",
        "token_type": "Bearer",
        "scope": "openid",
    }
    assert dict(after.part("srcnet", "expiry")) == {"access": NOW_S + 3600, "refresh": NOW_S + 86400}
    assert after.record("authentication", "srcnet")["added"] == "by a newer client"


def test_the_servers_of_a_removed_login_go_with_it(tmp_path: Path) -> None:
    after = without_login(document(tmp_path), "srcnet", DEFAULT)
    assert names_of(after) == (["cadc"], ["canfar"])
    assert active_of(after) == ("cadc", "canfar", {"cadc": "canfar"})
    after = without_login(document(tmp_path), "cadc", DEFAULT)
    assert names_of(after) == (["srcnet"], ["swe"])
    assert active_of(after) == ("srcnet", "swe", {"srcnet": "swe"})


def test_after_the_last_login_there_is_the_one_of_a_new_user(tmp_path: Path) -> None:
    after = without_login(without_login(document(tmp_path), "srcnet", DEFAULT), "cadc", DEFAULT)
    for one in (after, emptied(document(tmp_path), DEFAULT)):
        assert names_of(one) == (["cadc"], [])
        assert active_of(one) == ("cadc", None, {})
        assert dict(one.record("authentication", "cadc")) == {
            "idp": "cadc",
            "mode": "x509",
            "path": str(DEFAULT.certificate_file),
            "expiry": 0.0,
        }
        assert one.record("registry", "none") == {}
        assert one.section("registry")["username"] == "ada"


def test_the_active_login_keeps_the_servers_of_the_others(tmp_path: Path) -> None:
    after = with_active(document(tmp_path), "cadc", None)
    assert active_of(after) == ("cadc", None, {"srcnet": "swe", "cadc": "canfar"})
    text = VERSION_2.replace("servers: {srcnet: swe, cadc: canfar}", "")
    assert active_of(with_active(document(tmp_path, text), "cadc", "x")) == ("cadc", "x", {"cadc": "x"})
    assert document(tmp_path, text).server_name_of("srcnet") == "swe"
    assert document(tmp_path, text).server_name_of("cadc") is None
    assert names_of(without_login(document(tmp_path, text), "cadc", DEFAULT)) == (["srcnet"], ["swe"])


def test_a_server_can_be_chosen_before_there_is_a_login(tmp_path: Path) -> None:
    empty = ConfigDocument(tmp_path / "config.yaml")
    after = with_server(empty, "cadc", "canfar", DEFAULT)
    assert ([one.idp for one in after.logins()], active_of(after)) == (
        ["cadc"],
        ("cadc", "canfar", {"cadc": "canfar"}),
    )
    after = with_server(empty, "srcnet", "swe", DEFAULT)
    assert ([one.idp for one in after.logins()], active_of(after)) == (
        ["cadc"],
        ("cadc", None, {}),
    )
    only_srcnet = without_login(document(tmp_path), "cadc", DEFAULT)
    assert active_of(with_server(only_srcnet, "cadc", "canfar", DEFAULT))[:2] == ("cadc", "canfar")
    assert active_of(with_server(document(tmp_path), "other", "swe", DEFAULT))[:2] == ("srcnet", "swe")
