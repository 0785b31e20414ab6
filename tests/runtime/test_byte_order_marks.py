"""A byte order mark at the start of a file is skipped, or the error names it."""

import codecs
import json
from pathlib import Path

import pytest

from seawall.codegen.config import load_config
from seawall.core.auth.tokens import Token, token_as_json
from seawall.core.errors import AuthError, InputError, JournalError
from seawall.core.http.message import Response
from seawall.core.transfer.resumable_upload import UploadSession
from seawall.runtime import Bulk, BulkJournal, ContextFile, TokenFile
from seawall.runtime.auth.oauth import parse_token_response
from seawall.runtime.settings.sources import load_sources
from seawall.runtime.transfer.upload_state import UploadState
from seawall.terminal.json_input import parse_json_object, read_json_file
from seawall.testing import Cassette

MARK = codecs.BOM_UTF8


def add_mark(path: Path, text: str | bytes) -> Path:
    path.write_bytes(MARK + (text.encode() if isinstance(text, str) else text))
    return path


def test_settings_with_a_mark_are_read(tmp_path: Path) -> None:
    contexts = add_mark(tmp_path / "contexts.toml", '[contexts.a.platform]\nbase_url = "https://a.test"\n')
    assert list(ContextFile(contexts).read().entries) == ["a"]
    add_mark(tmp_path / ".env", "SEAWALL_PLATFORM_TIMEOUT_S=7\n")
    sources = load_sources(environment={}, folder=tmp_path, contexts=ContextFile(contexts))
    assert sources.dotenv == {"SEAWALL_PLATFORM_TIMEOUT_S": "7"}


def test_stored_state_with_a_mark_is_read(tmp_path: Path) -> None:
    token = Token(access_token="access", obtained_at=1.0, lifetime_s=60.0)
    assert TokenFile(add_mark(tmp_path / "login.json", token_as_json(token))).load() == token
    session = UploadSession("https://files.test/s", "target", 1, "sum")
    assert UploadState(add_mark(tmp_path / "state", session.as_json)).load() == session


def test_json_input_with_a_mark_is_read_or_named(tmp_path: Path) -> None:
    path = add_mark(tmp_path / "items.json", '{"a": 1}')
    assert read_json_file(path, dict[str, int]) == {"a": 1}
    assert parse_json_object(f"@{path}", option="--x") == {"a": 1}
    assert parse_json_object('\ufeff{"a": 1}', option="--x") == {"a": 1}
    path.write_bytes('{"a": 1}'.encode("utf-16"))
    with pytest.raises(InputError, match="is text in UTF-16, and must be UTF-8"):
        read_json_file(path, dict[str, int])


def test_a_journal_with_a_mark_is_named_and_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "journal"

    def run() -> object:
        journal = BulkJournal[str](path=path, job="j", encode=str, decode=str)
        return Bulk[str, str](lambda item, key: item, key=str, journal=journal).run(["a"])

    run()
    content = MARK + path.read_bytes()
    path.write_bytes(content)
    with pytest.raises(JournalError, match="begins with a byte order mark"):
        run()
    assert path.read_bytes() == content


def test_the_settings_of_the_generator_with_a_mark_are_read(tmp_path: Path) -> None:
    path = add_mark(tmp_path / "seawall.toml", '[sdk.x]\nspec = "s.json"\noutput = "_generated"\n')
    assert load_config(path, "x").spec == "s.json"


def test_a_token_response_with_a_mark_is_read() -> None:
    body = MARK + json.dumps({"access_token": "a", "token_type": "Bearer"}).encode()
    fields = parse_token_response(Response(200, {}, body), "client", rejected=AuthError)
    assert fields["access_token"] == "a"


def test_a_cassette_with_a_mark_is_read(tmp_path: Path) -> None:
    path = add_mark(tmp_path / "cassette.json", '{"version": 1, "interactions": []}')
    assert not Cassette(path).is_recording
