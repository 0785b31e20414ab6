"""A canary in each secret of logins and files: no error report shows it, not even a local variable."""

from collections.abc import Callable
from pathlib import Path

import pytest

from seawall.core.errors import ConfigError
from seawall.core.http.message import Response
from seawall.core.redaction.secret import Secret
from seawall.runtime.identity._sync.anonymous import Anonymous
from seawall.runtime.identity._sync.caller_tokens import tokens_of
from seawall.runtime.identity._sync.logins import Logins
from seawall.runtime.identity.caller import caller_from, decide_caller
from seawall.runtime.identity.config_changes import with_token
from seawall.runtime.identity.config_document import ConfigDocument
from seawall.runtime.identity.config_file import ConfigFile
from seawall.sdks.sessions.settings import Settings
from seawall.testing import FakeClock, MemoryTransport, json_response
from tests.rows import row
from tests.runtime.certificates import NOW, person
from tests.runtime.identity.configurations import NOW_S, VERSION_2, written
from tests.runtime.identity.identity_server import URL, IdentityServer, no_transport
from tests.transports.error_report import error_report

CANARY = "c4n4ry-c4n4ry-c4n4ry"
TEXT = VERSION_2.replace("https://iam.test", URL).replace("s3cr3t", CANARY)
CLIENT = json_response(201, {"client_id": "c-1", "client_secret": f"{CANARY}-client"})
# A server may repeat what it received.
ECHO = json_response(400, {"error": f"rejected {CANARY}-refresh {CANARY}-client"})
ECHO_CLIENT = json_response(400, {"error": f"rejected {CANARY}-client"})


def read(folder: Path, text: str) -> None:
    document = written(folder, text).read()
    document.logins()
    document.servers()


def save(folder: Path) -> None:
    file = ConfigFile(folder / "file" / "config.yaml")
    (folder / "file").write_text("", encoding="utf-8")
    file.change(lambda one: with_token(one, "srcnet", {"access": Secret(CANARY)}, NOW_S))


def decide(folder: Path, settings: Settings) -> None:
    decide_caller(settings, written(folder, TEXT).read())


def renew(folder: Path, response: Response) -> None:
    caller = caller_from(Settings(config_file=written(folder, TEXT).path))
    transport = MemoryTransport(IdentityServer({"token": response}))
    tokens = tokens_of(caller, "", transport, FakeClock(wall_s=NOW_S + 700))
    assert tokens is not None
    tokens.token(60.0)


def auth_of(folder: Path, **answers: Response) -> Logins:
    settings = Settings(config_file=folder / "config.yaml", services_url=f"{URL}/registry", issuer=URL)
    names = {"register": "register", "token": "token", "generate": "cred/generate?daysValid=30"}
    server = IdentityServer({names[name]: answer for name, answer in answers.items()})
    clock = FakeClock(wall_s=NOW.timestamp())
    return Logins(Anonymous(settings, MemoryTransport(server), clock, make=no_transport))


def key() -> bytes:
    return person().certificate_pem() + f"-----BEGIN PRIVATE KEY-----\n{CANARY}\n".encode()


def put_key(folder: Path) -> Path:
    path = folder / "key.pem"
    path.write_bytes(key())
    return path


CASES: dict[str, Callable[[Path], object]] = {
    "broken YAML": lambda folder: read(folder, f"version: 2\nregistry: {{secret: '{CANARY}\n"),
    "a wrong mapping": lambda folder: read(folder, TEXT.replace("mode: oidc", f"mode: [{CANARY}]")),
    "another version": lambda folder: read(folder, f"version: 3\nregistry: {{secret: {CANARY}}}\n"),
    "a folder that can not be written": save,
    "no such server": lambda folder: decide(folder, Settings(token=Secret(CANARY), server="none")),
    "two servers": lambda folder: decide(
        folder, Settings(certificate_password=Secret(CANARY), server="swe", base_url="https://other.test")
    ),
    "a refused renewal": lambda folder: renew(folder, ECHO),
    "an odd renewal": lambda folder: renew(folder, json_response(200, {"access_token": [CANARY]})),
    "a refused registration": lambda folder: auth_of(folder, register=ECHO).login(show=print),
    "an odd registration": lambda folder: auth_of(
        folder, register=json_response(200, {"client_id": 5, "client_secret": CANARY})
    ).login(show=print),
    "a refused login": lambda folder: auth_of(folder, register=CLIENT, token=ECHO_CLIENT).login(show=print),
    "a wrong password": lambda folder: auth_of(
        folder, generate=Response(401, {}, CANARY.encode())
    ).login_with_password("ada", CANARY, path=folder / "x.pem"),
    "an odd certificate": lambda folder: auth_of(
        folder, generate=Response(200, {}, key())
    ).login_with_password("ada", CANARY, path=folder / "x.pem"),
    "a broken key": lambda folder: auth_of(folder).login_with_certificate(put_key(folder)),
}


def test_no_error_report_shows_a_secret(tmp_path: Path) -> None:
    for name, case in CASES.items():
        folder = tmp_path / name
        folder.mkdir()
        with row(name):
            with pytest.raises(Exception) as caught:  # noqa: PT011 - each case has its own
                case(folder)
            assert CANARY not in error_report(caught.value)


def test_a_document_shows_no_secret_however_it_is_printed(tmp_path: Path) -> None:
    document = written(tmp_path, TEXT).read()
    caller = decide_caller(Settings(), document)
    for shown in (
        document,
        document.data,
        caller,
        caller.settings,
        ConfigDocument(Path("x")),
    ):
        assert CANARY not in repr(shown)
    with pytest.raises(ConfigError) as caught:
        raise document.fault(f"authentication.{CANARY}", "a text")
    assert "authentication" in str(caught.value)
