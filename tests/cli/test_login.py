"""`seawall platform user login` end to end, with a platform that asks and a scripted browser."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx2
import pytest

from seawall.runtime.auth.token_file import TokenFile
from tests.cli.commands import read_line, start
from tests.cli.conftest import Seawall

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="a browser is named by BROWSER on other systems only"),
]

# Opens the login page, submits the decision and saves the last page.
BROWSER = """
import re, sys
import httpx2
decision, page_file, url = sys.argv[1:]
with httpx2.Client(follow_redirects=True, trust_env=False) as http:
    ticket = re.search('name="ticket" value="([^"]+)"', http.get(url).text)[1]
    page = http.post(httpx2.URL(url).join("/authorize"), data={"ticket": ticket, "decision": decision})
with open(page_file, "w") as file:
    file.write(page.text)
"""


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a platform that asks for approval."""
    folder = tmp_path_factory.mktemp("asking")
    with start("local", "platform", "--port", "0", "--data", folder) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"]
        process.terminate()
        process.communicate(timeout=20)


class Person:
    """A user at a terminal, with a login file and a scripted browser."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._folder = folder
        (folder / "browser.py").write_text(BROWSER)

    @property
    def login(self) -> TokenFile:
        return TokenFile(self._folder / "login.json")

    def page(self) -> str:
        """The last page in the browser."""
        return (self._folder / "page.html").read_text()

    def log_in(self, *options: str, browser: str | None = None) -> "subprocess.Popen[str]":
        """Start the command; `browser` is the value of BROWSER. There is no display."""
        environment = {
            "SEAWALL_PLATFORM_BASE_URL": self._url,
            "SEAWALL_PLATFORM_TOKEN_FILE": str(self.login.path),
            "BROWSER": browser or "",
            "DISPLAY": "",
            "WAYLAND_DISPLAY": "",
        }
        return start("platform", "user", "login", *options, environment=environment)

    def browser(self, decision: str) -> str:
        """The value of BROWSER for a scripted browser that makes `decision`."""
        return f"{sys.executable} {self._folder}/browser.py {decision} {self._folder}/page.html %s"


@pytest.fixture
def person(asking: str, tmp_path: Path) -> Person:
    return Person(asking, tmp_path)


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    stdout, stderr = process.communicate(timeout=30)
    return process.returncode, stdout, stderr


def test_login_with_a_browser(person: Person, asking: str) -> None:
    with person.log_in("-o", "json", browser=person.browser("approve")) as process:
        code, stdout, stderr = ended(process)
    assert code == 0, stderr
    assert json.loads(stdout) == {"base_url": asking, "login_file": str(person.login.path)}
    assert stderr.splitlines()[0].startswith("Your browser opens the login page.")
    assert stderr.splitlines()[-1] == "Logged in."
    token = person.login.load()
    assert token is not None
    me = httpx2.get(f"{asking}/api/v1/me", headers={"Authorization": f"Bearer {token.access_token}"})
    assert me.status_code == 200
    assert token.access_token not in stdout + stderr
    assert "You are logged in" in person.page()


def test_a_denied_login_is_an_auth_error(person: Person) -> None:
    with person.log_in(browser=person.browser("deny")) as process:
        code, stdout, stderr = ended(process)
    assert (code, stdout) == (3, "")
    assert "Error: The login was denied in the browser. Start again." in stderr
    assert "The login was denied" in person.page()
    assert person.login.load() is None


def read_url(process: "subprocess.Popen[str]", start: str) -> str:
    """The URL on the line after the one that begins with `start`."""
    read_line(process, start)
    assert process.stderr is not None
    return process.stderr.readline().strip()


def test_no_browser_prints_the_url_and_a_wrong_state_is_refused(person: Person) -> None:
    with person.log_in("--no-browser") as process:
        url = read_url(process, "Open this address in a browser on this machine:")
        redirect_uri = httpx2.URL(url).params["redirect_uri"]
        wrong = httpx2.get(f"{redirect_uri}?{urlencode({'code': 'x', 'state': 'wrong'})}")
        assert (wrong.status_code, "not the login in progress" in wrong.text) == (400, True)
        subprocess.run([*person.browser("approve").split()[:-1], url], check=True)
        code, _, stderr = ended(process)
    assert (code, "Logged in." in stderr) == (0, True)
    assert person.login.load() is not None


@pytest.mark.parametrize(
    ("options", "prefix"),
    [
        ((), "No browser can be opened here"),
        (("--device",), "Open   "),
    ],
)
def test_device_login_without_a_browser(
    person: Person, asking: str, options: tuple[str, ...], prefix: str
) -> None:
    with person.log_in(*options) as process:
        first = read_line(process, prefix)
        opens = first if options else read_line(process, "Open   ")
        found = re.search(r"user_code=(\S+)", opens)
        assert found
        form = {"user_code": found[1], "decision": "approve"}
        assert httpx2.post(f"{asking}/activate", data=form).status_code == 200
        code, _, stderr = ended(process)
    assert (code, "Logged in." in stderr) == (0, True)
    assert urlsplit(opens.split()[1]).path == "/activate"


def test_two_logins_at_once_on_one_file_both_end_well(person: Person, asking: str) -> None:
    with person.log_in("--device") as first, person.log_in("--device") as second:
        opened = [read_line(process, "Open   ") for process in (first, second)]
        codes = [line.strip().partition("user_code=")[2] for line in opened]
        # Both poll once a second, so they save at about the same time.
        for user_code in codes:
            form = {"user_code": user_code, "decision": "approve"}
            assert httpx2.post(f"{asking}/activate", data=form).status_code == 200
        results = [ended(process) for process in (first, second)]
    for code, _, stderr in results:
        assert (code, "Logged in." in stderr) == (0, True), stderr
    token = person.login.load()
    assert token is not None
    me = httpx2.get(f"{asking}/api/v1/me", headers={"Authorization": f"Bearer {token.access_token}"})
    assert me.status_code == 200
    assert person.login.path.stat().st_mode & 0o777 == 0o600
    # No temporary file is left: each may hold a token.
    left = {path.name for path in person.login.path.parent.iterdir()}
    assert left <= {"login.json", ".login.json.lock", "browser.py"}


def test_a_login_to_another_environment_is_told_and_not_used(
    person: Person, asking: str, seawall: Seawall, monkeypatch: pytest.MonkeyPatch
) -> None:
    with person.log_in(browser=person.browser("approve")) as process:
        assert ended(process)[0] == 0
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN_FILE", str(person.login.path))
    before = person.login.path.read_bytes()
    # Nothing listens there, so a request would be a transport error.
    other = "http://127.0.0.1:1"
    result = seawall("platform", "user", "whoami", "--url", other)
    assert result.code == 3
    assert f"a login to another server, {asking}. It is not used for {other}." in result.stderr
    assert f"seawall platform user login --url {other}" in result.stderr
    assert person.login.path.read_bytes() == before


def test_device_and_no_browser_exclude_each_other(seawall: Seawall) -> None:
    result = seawall("platform", "user", "login", "--device", "--no-browser")
    assert (result.code, "exclude each other" in result.stderr) == (2, True)


def test_ctrl_c_cancels_a_login(person: Person) -> None:
    with person.log_in("--no-browser") as process:
        read_url(process, "Open this address")
        process.send_signal(signal.SIGINT)
        code, stdout, _ = ended(process)
    assert (code, stdout) == (130, "")
    assert person.login.load() is None
