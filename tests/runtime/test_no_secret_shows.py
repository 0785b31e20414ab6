"""A canary in every part: no error report shows a secret, not even the local variables of a frame.

Error reporters such as Sentry collect the local variables of all frames, those of the HTTP libraries
included. `tests/runtime/auth/test_no_token_shows.py` does the same for logins and stores.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from attrs import evolve

from seawall.core.auth import auth_scheme
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import MaybeProcessedError, NotSentError, SeawallError
from seawall.core.http.message import Response
from seawall.core.paging.strategies import LinkPaging
from seawall.core.transfer.urls import download_url
from seawall.core.webhook.signatures import HexWebhook, StandardWebhook
from seawall.runtime import (
    AsyncCallableTokenProvider,
    AsyncEngine,
    AsyncEventSource,
    CallableTokenProvider,
    ClientCredentials,
    Downloader,
    Engine,
    EventSource,
    EventStream,
    Limiter,
    Pages,
    RedisCacheStore,
    ResumableUploader,
    StaticToken,
    Uploader,
    WebhookReceiver,
)
from seawall.runtime.settings.context import Context
from seawall.runtime.settings.resolution import resolve
from seawall.runtime.settings.sources import SettingSources, load_sources
from seawall.sdks.platform import Client
from seawall.sdks.platform.settings import Settings
from seawall.testing import (
    AsyncFakeClock,
    AsyncMemoryTransport,
    FakeClock,
    MemoryTransport,
    Script,
    TruncatedResponse,
    json_response,
)
from seawall.transports import Httpx2Transport, HttpxTransport, PyreqwestTransport, TransportOptions
from tests.transports.authorities import Authority, encrypted
from tests.transports.error_report import error_report

CANARY = "c4n4ry-c4n4ry-c4n4ry"
FAULTY = f"{CANARY} with a space"
WEBHOOK_SECRET = "whsec_YzRuNHJ5YzRuNHJ5YzRuNHJ5"
SIGNED = f"https://storage.test/object?sig={CANARY}"
# Nothing listens there.
CLOSED = "http://127.0.0.1:9"
ONCE = Policy(attempt_timeout_s=5.0, deadline_s=5.0, retry=RetryRule(attempts=1))
HTML = Response(200, {"content-type": "text/html"}, f"<p>{CANARY}</p>".encode())
WRONG_JSON = json_response(200, [{CANARY: CANARY}])
ECHO = json_response(400, {"detail": f"rejected {CANARY}"})
UNAUTHORIZED = json_response(401, {"detail": f"expired {CANARY}"})
ECHO_ID = Response(500, {"x-request-id": CANARY}, CANARY.encode())
RESPONSES: dict[str, Response | Exception] = {
    "HTML": HTML,
    "other JSON": WRONG_JSON,
    "a token that is repeated": ECHO,
    "a token that is repeated as request id": ECHO_ID,
    "a token that is rejected": UNAUTHORIZED,
    "an error of the network": MaybeProcessedError("gone."),
}
SCHEMES = {
    "bearer": auth_scheme.bearer,
    "header": auth_scheme.api_key_in_header("x-key"),
    "query": auth_scheme.api_key_in_query("key"),
    "cookie": auth_scheme.api_key_in_cookie("key"),
}


class PlainTokens:
    """A provider of the user's, which returns plain text."""

    def token(self, timeout_s: float) -> str:
        return CANARY

    def renew(self, rejected: str, timeout_s: float) -> str:
        return f"{CANARY}-2"


def call(*, headers: dict[str, object] | None = None, body: object = None) -> Call[Any]:
    operation: Operation[Any] = Operation(
        id="thing", method="GET", path="/v1/things", result_types={200: dict[str, int]}
    )
    media_type = None if body is None else "application/json"
    query = {"q": f"{CANARY}&?"}
    return Call(operation, query=query, headers=headers or {}, body=body, media_type=media_type)


def send(
    *steps: Response | Exception,
    transport: Any = None,
    tokens: Any = None,
    scheme: auth_scheme.AuthScheme = auth_scheme.bearer,
    base_url: str = "https://api.test",
    **arguments: Any,
) -> object:
    engine = Engine(
        transport or MemoryTransport(Script(*steps)),
        base_url=base_url,
        tokens=tokens or PlainTokens(),
        auth_scheme=scheme,
        clock=FakeClock(),
    )
    return engine.send(call(**arguments), ONCE)


def returning(what: object) -> CallableTokenProvider:
    return CallableTokenProvider(lambda: what)  # type: ignore[arg-type, return-value]


def events(*steps: Response | Exception, transport: Any = None, url: str = SIGNED) -> object:
    source = EventSource(
        transport=transport or MemoryTransport(Script(*steps)), url=url, tokens=PlainTokens()
    )
    with source.connect("") as stream:
        return list(stream.chunks())


def download(*steps: Response | Exception, transport: Any = None, url: str = SIGNED) -> object:
    transport = transport or MemoryTransport(Script(*steps))
    return Downloader(transport, ONCE, FakeClock()).fetch(lambda: url, Path("never-written"))


def upload(
    *steps: Response | Exception, transport: Any = None, url: str = SIGNED, kind: Any = Uploader
) -> Any:
    uploader = kind(transport or MemoryTransport(Script(*steps)), ONCE, FakeClock())
    return uploader.send(b"data", url, headers={"x-secret": CANARY})


def upload_with(url: object = SIGNED, **arguments: Any) -> object:
    return Uploader(MemoryTransport(Script()), ONCE, FakeClock()).send(b"data", url, **arguments)  # type: ignore[arg-type]


def session(*steps: Response | Exception) -> object:
    started = Response(201, {"location": f"https://storage.test/{CANARY}?upload_id={CANARY}"})
    return upload(started, *steps, kind=ResumableUploader)


def received(webhook: Any) -> object:
    headers = {"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,aaaa", "x-sig": "00"}
    return WebhookReceiver(webhook, clock=FakeClock()).receive(headers, b"{}")


def settings_from(variables: dict[str, str]) -> object:
    return resolve(Settings, {}, SettingSources(variables, {}))


def through_proxy(kind: Any) -> object:
    options = TransportOptions(proxy=f"http://user:{CANARY}@127.0.0.1:9")
    with kind(options=options) as transport:
        return send(transport=transport, tokens=StaticToken(CANARY))


def over(kind: Any, what: Callable[..., object], **arguments: Any) -> object:
    with kind() as transport:
        return what(transport=transport, **arguments)


def bad_proxy_variable() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HTTP_PROXY", f"ftp://user:{CANARY}@proxy")
        return Httpx2Transport()


def listed(response: Response, *, next_url: str | None = None) -> object:
    engine = Engine(MemoryTransport(Script(response)), base_url="https://api.test", tokens=PlainTokens())
    paging: LinkPaging[Any] = LinkPaging(
        base_url="https://api.test",
        parameters=("after",),
        next_url=None if next_url is None else lambda _: next_url,
    )
    pages: Pages[str] = Pages(
        lambda made: engine.send(made, ONCE), call(), paging, items=lambda _: [1], from_wire=str
    )
    return list(pages)


def context_with_a_token() -> object:
    context = Context("dev", {"platform": {"token": CANARY, "base_url": CLOSED}})
    return resolve(Settings, {}, SettingSources({}, {}, context))


def wrong_key_password(kind: Any) -> object:
    authority = Authority.in_(Path())
    certificate, key = authority.client()
    options = TransportOptions(
        client_cert=certificate, client_key=encrypted(key), key_password=lambda: CANARY
    )
    with kind(options=options) as transport:
        return send(transport=transport, base_url=CLOSED)


def state_that_is_none() -> object:
    state = Path("state")
    state.write_text(CANARY)
    uploader = ResumableUploader(MemoryTransport(Script()), ONCE, FakeClock())
    return uploader.send(b"data", SIGNED, state=state)


def stream_of_events(*steps: Response | Exception) -> object:
    source = EventSource(transport=MemoryTransport(Script(*steps)), url=SIGNED, tokens=PlainTokens())
    return list(EventStream(source.connect, rule=RetryRule(attempts=1), clock=FakeClock()))


FOREIGN = f"https://other.test/v1/things?after={CANARY}"

SCENARIOS: dict[str, Callable[[], object]] = {
    **{
        f"an engine with the scheme {scheme} gets {name}": lambda scheme=scheme, name=name: send(  # type: ignore[misc]
            RESPONSES[name], RESPONSES[name], scheme=SCHEMES[scheme]
        )
        for scheme in SCHEMES
        for name in RESPONSES
    },
    **{
        f"an engine over {kind.__name__} with {scheme}": lambda kind=kind, scheme=scheme: over(  # type: ignore[misc]
            kind, send, base_url=CLOSED, scheme=SCHEMES[scheme]
        )
        for kind in (Httpx2Transport, HttpxTransport, PyreqwestTransport)
        for scheme in SCHEMES
    },
    "a provider returns an invalid token": lambda: send(tokens=returning(FAULTY)),
    "a provider of the user returns an invalid token": lambda: send(
        tokens=type("Bad", (), {"token": lambda *_: FAULTY, "renew": lambda *_: FAULTY})()
    ),
    "a function returns bytes": lambda: send(tokens=returning(CANARY.encode())),
    "a function returns an object": lambda: send(tokens=returning({"access_token": CANARY})),
    "a header of a call has a line end": lambda: send(headers={"x-key": CANARY, "x-other": "a\nb"}),
    "a header of a call is of a wrong type": lambda: send(headers={"x-key": [CANARY]}),
    "a body can not be encoded": lambda: send(body={"a": [CANARY, {"b": CANARY.encode()}]}),
    "text of a body can not be encoded": lambda: send(body={"a": f"{CANARY}\ud800"}),
    "a base URL with a password": lambda: send(base_url=f"https://user:{CANARY}@api.test"),
    "a base URL that is none": lambda: send(base_url=f"htps://user:{CANARY}@api.test"),
    "a client with a bad base URL": lambda: Client(token=CANARY, base_url="ftp://x"),
    "a client whose base URL has a password": lambda: Client(base_url=f"https://user:{CANARY}@api.test"),
    "a client with a token of a wrong type": lambda: Client(token=CANARY.encode(), base_url=CLOSED),  # type: ignore[arg-type]
    "a client with an invalid token": lambda: Client(token=FAULTY, base_url=CLOSED).me(),
    "a client with settings and a token": lambda: Client(token=CANARY, settings=Settings(base_url=CLOSED)),
    "a client with a token as provider": lambda: Client(tokens=CANARY, base_url=CLOSED),  # type: ignore[arg-type]
    "a client with a token and a bad transport": lambda: Client(
        token=CANARY,
        base_url=CLOSED,
        transport=object(),  # type: ignore[arg-type]
    ),
    "settings with a bad base URL": lambda: Settings(token=CANARY, base_url="ftp://x"),  # type: ignore[arg-type]
    "settings whose base URL has a password": lambda: Settings(base_url=f"https://user:{CANARY}@api.test"),
    "settings with an unknown name": lambda: Settings(token=CANARY, base_url=CLOSED, tokn=CANARY),  # type: ignore[arg-type, call-arg]
    "variables with a token and a bad base URL": lambda: settings_from(
        {"SEAWALL_PLATFORM_TOKEN": CANARY, "SEAWALL_PLATFORM_BASE_URL": "ftp://x", "OTHER": CANARY}
    ),
    "variables with a misspelt name": lambda: settings_from(
        {"SEAWALL_PLATFORM_TOKN": CANARY, "SEAWALL_PLATFORM_BASE_URL": CLOSED, "OTHER": CANARY}
    ),
    "variables with a misspelt context": lambda: load_sources(
        environment={"SEAWALL_CONTXT": CANARY, "OTHER": CANARY}
    ),
    "a Standard Webhook with a wrong signature": lambda: received(StandardWebhook(WEBHOOK_SECRET)),
    "a Standard Webhook with two secrets": lambda: received(StandardWebhook([WEBHOOK_SECRET] * 2)),
    "a Standard Webhook whose secret is not base64": lambda: StandardWebhook(CANARY),
    "a Standard Webhook with a short secret": lambda: StandardWebhook([WEBHOOK_SECRET, "whsec_YzRuNHJ5"]),
    "a Standard Webhook with a secret of a wrong type": lambda: StandardWebhook([CANARY, b"x"]),  # type: ignore[list-item]
    "a hexadecimal webhook with a wrong signature": lambda: received(HexWebhook(CANARY, header="x-sig")),
    "a hexadecimal webhook with a secret of a wrong type": lambda: HexWebhook([CANARY, 1], header="x"),  # type: ignore[list-item]
    "a proxy that is none": lambda: TransportOptions(proxy=f"ftp://user:{CANARY}@proxy"),
    "a proxy beside a bad option": lambda: TransportOptions(
        proxy=f"http://user:{CANARY}@proxy", max_connections=-1
    ),
    "a proxy of the environment that is none": bad_proxy_variable,
    "a proxy that can not be reached, httpx2": lambda: through_proxy(Httpx2Transport),
    "a proxy that can not be reached, httpx": lambda: through_proxy(HttpxTransport),
    "a proxy that can not be reached, pyreqwest": lambda: through_proxy(PyreqwestTransport),
    "events with HTML": lambda: events(Response(500, {}, CANARY.encode())),
    "events with a token that is repeated": lambda: events(ECHO),
    "events with a token that is rejected": lambda: events(UNAUTHORIZED, UNAUTHORIZED),
    "events that are not sent": lambda: events(NotSentError("gone.")),
    "events over httpx2": lambda: over(Httpx2Transport, events, url=f"{CLOSED}/?ticket={CANARY}"),
    "events over httpx": lambda: over(HttpxTransport, events, url=f"{CLOSED}/?ticket={CANARY}"),
    "events over pyreqwest": lambda: over(PyreqwestTransport, events, url=f"{CLOSED}/?ticket={CANARY}"),
    "events whose last id can not be sent": lambda: (
        EventSource(transport=MemoryTransport(Script()), url=SIGNED, tokens=StaticToken(CANARY))
        .connect("\n")
        .__enter__()
    ),
    "a download that is rejected": lambda: download(ECHO),
    "a download that is not sent": lambda: download(NotSentError("gone.")),
    "a download with a checksum that does not match": lambda: download(
        *[Response(200, {"repr-digest": "sha-256=:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=:"}, b"x")] * 2
    ),
    "a download over httpx2": lambda: over(Httpx2Transport, download, url=f"{CLOSED}/?sig={CANARY}"),
    "a download over httpx": lambda: over(HttpxTransport, download, url=f"{CLOSED}/?sig={CANARY}"),
    "a download over pyreqwest": lambda: over(PyreqwestTransport, download, url=f"{CLOSED}/?sig={CANARY}"),
    "a download over a client of httpx2": lambda: over(
        lambda: Httpx2Transport(httpx2.Client()), download, url=f"{CLOSED}/?sig={CANARY}"
    ),
    "a download over a client of httpx": lambda: over(
        lambda: HttpxTransport(httpx.Client()), download, url=f"{CLOSED}/?sig={CANARY}"
    ),
    "a download over a client with an invalid field": lambda: over(
        lambda: HttpxTransport(httpx.Client(headers={"x": f"{CANARY}\n"})), download, url=CLOSED
    ),
    "an upload that is rejected": lambda: upload(ECHO),
    "an upload that is not sent": lambda: upload(NotSentError("gone.")),
    "an upload over httpx2": lambda: over(Httpx2Transport, upload, url=f"{CLOSED}/?sig={CANARY}"),
    "an upload over httpx": lambda: over(HttpxTransport, upload, url=f"{CLOSED}/?sig={CANARY}"),
    "an upload over pyreqwest": lambda: over(PyreqwestTransport, upload, url=f"{CLOSED}/?sig={CANARY}"),
    "an upload with a header of a wrong type": lambda: upload_with(headers={"x": CANARY, "y": 1}),
    "an upload with a wrong checksum": lambda: upload_with(headers={"x": CANARY}, checksum=CANARY),
    "an upload of a file that is not there": lambda: Uploader(MemoryTransport(Script()), ONCE).send(
        Path("missing"), SIGNED, headers={"x": CANARY}
    ),
    "an upload to a URL of bytes": lambda: upload_with(SIGNED.encode()),
    "an upload session that is not started": lambda: upload(ECHO, kind=ResumableUploader),
    "an upload session that is lost": lambda: session(NotSentError("gone.")),
    "an upload session that is rejected": lambda: session(ECHO),
    "an upload session with an odd response": lambda: session(Response(302)),
    "an upload session whose state is none": state_that_is_none,
    "a stream of events that breaks": lambda: stream_of_events(
        TruncatedResponse(200, {"content-type": "text/event-stream"}, b"data: x"),
        Response(404),
    ),
    "a stream of events of another type": lambda: stream_of_events(HTML),
    "a download that is redirected to nowhere": lambda: download_url(SIGNED, f"ftp://x/?sig={CANARY}"),
    "a page with a foreign link": lambda: listed(json_response(200, {}), next_url=FOREIGN),
    "a page with a foreign link in a header": lambda: listed(
        Response(200, {"link": f'<{FOREIGN}>; rel="next"'}, b"{}")
    ),
    "a page with a link to another path": lambda: listed(
        json_response(200, {}), next_url=f"https://api.test/other?after={CANARY}"
    ),
    "a page with a link that is no URL": lambda: listed(json_response(200, {}), next_url=f"//[{CANARY}"),
    "a query that can not be encoded": lambda: Engine(
        MemoryTransport(Script()), base_url="https://api.test"
    ).send(evolve(call(), query={"key": f"{CANARY}\ud800"}), ONCE),
    "a page with HTML": lambda: listed(HTML),
    "a context with a token": context_with_a_token,
    "a wrong password of a key, httpx2": lambda: wrong_key_password(Httpx2Transport),
    "a wrong password of a key, httpx": lambda: wrong_key_password(HttpxTransport),
    "a wrong password of a key, pyreqwest": lambda: wrong_key_password(PyreqwestTransport),
    "a Redis URL that is none": lambda: RedisCacheStore(f"http://:{CANARY}@localhost"),
    "a limiter with a Redis URL that is none": lambda: Limiter(redis_url=f"http://:{CANARY}@localhost"),
    "a client with a token and a missing context": lambda: Client(token=CANARY, context="missing"),
    "a client with a token and a wrong preset": lambda: Client(
        token=CANARY,
        settings=Settings(base_url=CLOSED, preset="none", token=CANARY),  # type: ignore[arg-type]
    ),
    "client credentials without an address": lambda: ClientCredentials(
        MemoryTransport(Script()), client_id="c", client_secret=CANARY
    ),
    "client credentials with a bad time": lambda: ClientCredentials(
        MemoryTransport(Script()), client_id="c", client_secret=CANARY, issuer=CLOSED, renew_before_s=-1
    ),
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_error_report_shows_a_secret(
    scenario: str, caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SeawallError) as caught:
        SCENARIOS[scenario]()
    report = error_report(caught.value) + caplog.text
    for secret in ("c4n4ry", "YzRuNHJ5"):
        lines = [line for line in report.splitlines() if secret in line]
        assert not lines


async def returned() -> str:
    return CANARY


async def async_send(response: Response, tokens: Any = None) -> object:
    provider = AsyncCallableTokenProvider(tokens or returned)
    transport = AsyncMemoryTransport(Script(response, response))
    engine = AsyncEngine(transport, base_url="https://api.test", tokens=provider, clock=AsyncFakeClock())
    return await engine.send(call(), ONCE)


async def async_events(response: Response) -> object:
    source = AsyncEventSource(
        transport=AsyncMemoryTransport(Script(response, response)),
        url=SIGNED,
        tokens=AsyncCallableTokenProvider(returned),
    )
    async with source.connect("") as stream:
        return [chunk async for chunk in stream.chunks()]


@pytest.mark.parametrize("response", [HTML, WRONG_JSON, ECHO, ECHO_ID, UNAUTHORIZED])
async def test_no_error_report_of_async_code_shows_a_secret(response: Response) -> None:
    with pytest.raises(SeawallError) as of_a_call:
        await async_send(response)
    assert "c4n4ry" not in error_report(of_a_call.value)
    with pytest.raises(SeawallError) as of_a_token:
        await async_send(response, lambda: FAULTY)
    assert "c4n4ry" not in error_report(of_a_token.value)
    if response.status != HTML.status:
        with pytest.raises(SeawallError) as of_a_stream:
            await async_events(response)
        assert "c4n4ry" not in error_report(of_a_stream.value)
