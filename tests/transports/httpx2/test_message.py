"""The message of a request is the one that a client of httpx2 sends, for URLs of the short way and others."""

import re

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.errors import ConfigError, InputError
from seawall.core.http.message import Request
from seawall.transports.http_message._sync.upload_stream import UploadStream
from seawall.transports.http_message.outgoing import checked_url, outgoing_headers
from seawall.transports.httpx2.message import message_for

SCHEMES = st.sampled_from(["http", "https", "HTTP"])
USERS = st.sampled_from(["", "", "", "user@", "user:p%40ss@", ":@"])
HOSTS = st.sampled_from(["api.test", "a", "127.0.0.1", "[::1]", "API.test", "x-y.test", "xn--mller-kva.de"])
PORTS = st.sampled_from(["", "", ":80", ":443", ":8080", ":0080", ":0", ":59999"])
SEGMENTS = st.sampled_from(
    ["v1", "a.b", ".a", "..a", "a%2Fb", "a%2fb", "~x", "a b", "é", "a;b", "a%", "a'b", "-"]
)
PATHS = st.lists(SEGMENTS, max_size=3).map(lambda segments: "".join(f"/{segment}" for segment in segments))
ENDS = st.sampled_from(["", "", "/", "//"])
QUERIES = st.sampled_from(
    ["", "", "?", "?a=1&b=x%20y", "?a=,:/-~+", "?a='", "?a=b?c", "?a=[1]", "?a=%zz", "#x", "?a=1#x"]
)
URLS = st.builds("{}://{}{}{}{}{}{}".format, SCHEMES, USERS, HOSTS, PORTS, PATHS, ENDS, QUERIES)
METHODS = st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "PURGE"])
HEADERS = st.dictionaries(
    st.sampled_from(["authorization", "Accept", "x-a", "X-B", "cookie", "user-agent"]),
    st.sampled_from(["", "a", "a b", "Bearer t"]),
    max_size=4,
)
BODIES = st.sampled_from([None, b"", b"{}", [b"a", b"b"], iter([b"c"])])


def sent_by_httpx2(request: Request) -> httpx2.Request:
    made = httpx2.Request(
        request.method,
        checked_url(request),
        headers=outgoing_headers(request),
        content=(
            request.body if request.body is None or isinstance(request.body, bytes) else UploadStream(request)
        ),
        extensions={"timeout": httpx2.Timeout(3.0).as_dict()},
    )
    if not (made.url.username or made.url.password):
        return made
    return next(httpx2.BasicAuth(made.url.username, made.url.password).sync_auth_flow(made))


@given(method=METHODS, url=URLS, headers=HEADERS, body=BODIES)
def test_a_message_is_the_one_of_httpx2(
    method: str, url: str, headers: dict[str, str], body: bytes | list[bytes] | None
) -> None:
    request = Request(method, url, headers, body)
    try:
        expected = sent_by_httpx2(request)
    except (ConfigError, InputError, httpx2.InvalidURL) as error:
        with pytest.raises(type(error), match=f"^{re.escape(str(error))}$"):
            message_for(request, UploadStream, 3.0)
        return
    made = message_for(request, UploadStream, 3.0)
    assert made.method == expected.method.encode()
    assert made.url.target == expected.url.raw_path
    assert (made.url.scheme, made.url.host, made.url.port) == (
        expected.url.raw_scheme,
        expected.url.raw_host,
        expected.url.port,
    )
    assert made.headers == expected.headers.raw
    assert made.extensions == expected.extensions
    assert type(made.stream).__name__ == type(expected.stream).__name__ or not isinstance(body, bytes | None)


def test_a_content_length_of_the_user_is_the_framing_of_an_iterable() -> None:
    request = Request("POST", "http://api.test/a", {"Content-Length": "2"}, [b"ab"])
    made = message_for(request, UploadStream, 3.0)
    assert made.headers == sent_by_httpx2(request).headers.raw
    assert (b"Transfer-Encoding", b"chunked") not in made.headers
