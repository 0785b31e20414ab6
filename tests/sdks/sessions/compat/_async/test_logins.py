"""The logins of the older clients, over memory."""

from pathlib import Path

import pytest

from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.sdks.sessions import AsyncClient, Settings
from seawall.sdks.sessions.compat import AuthContextError
from seawall.sdks.sessions.compat._async.logins import async_log_in
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, json_response
from tests.runtime.certificates import NOW, person, proxy_of
from tests.runtime.identity.identity_server import URL, IdentityServer


def client_of(folder: Path, server: IdentityServer) -> AsyncClient:
    settings = Settings(config_file=folder / "config.yaml", services_url=f"{URL}/registry", issuer=URL)
    clock = AsyncFakeClock(wall_s=NOW.timestamp())
    return AsyncClient(settings=settings, transport=AsyncMemoryTransport(server), clock=clock)


async def test_a_login_with_a_code_is_asked_for_once(tmp_path: Path) -> None:
    client, prompts = client_of(tmp_path, IdentityServer()), list[DevicePrompt]()
    assert await async_log_in(client, "srcnet", force=False, show=prompts.append)
    assert await async_log_in(client, "srcnet", force=False, show=prompts.append)
    assert [prompt.code for prompt in prompts] == ["WDJB"]
    assert await async_log_in(client, "srcnet", force=True, show=prompts.append)
    assert len(prompts) == 2


async def test_a_failed_login_has_the_older_class(tmp_path: Path) -> None:
    server = IdentityServer({"token": json_response(400, {"error": "access_denied"})})
    with pytest.raises(AuthContextError):
        await async_log_in(client_of(tmp_path, server), "srcnet", force=False, show=lambda _: None)


async def test_a_certificate_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".ssl").mkdir()
    proxy_of(person()).in_one_file(tmp_path / ".ssl" / "cadcproxy.pem")
    client = client_of(tmp_path, IdentityServer())
    assert await async_log_in(client, "cadc", force=False, show=lambda _: None)
    saved = await client.auth.show()
    assert saved is not None
    assert (saved.idp, saved.server) == ("cadc", "canfar")
