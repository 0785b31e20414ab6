"""The HTTP request with which a browser comes back from a login: is it the one that is waited for?"""

from http import HTTPStatus

__all__ = ["redirect_query"]


def redirect_query(head: bytes, *, host: str, path: str) -> str | HTTPStatus:
    """The query of the GET for `path` in a request's head, or the status that the request is answered.

    `host` is what the Host header must say, with the port: a page that reaches this machine under another
    name (DNS rebinding) is not the browser that was sent back (RFC 9110, section 7.4). The path must be the
    redirect URI's to the letter (RFC 9700, section 2.1).
    """
    try:
        request_line, *fields = head.decode("ascii").split("\r\n")
        method, target, version = request_line.split(" ")
    except ValueError:
        return HTTPStatus.BAD_REQUEST
    if not version.startswith("HTTP/1."):
        return HTTPStatus.BAD_REQUEST
    if method != "GET":
        return HTTPStatus.METHOD_NOT_ALLOWED
    hosts = [value.strip() for name, _, value in (field.partition(":") for field in fields) if _is_host(name)]
    if hosts != [host]:
        return HTTPStatus.MISDIRECTED_REQUEST
    asked, _, query = target.partition("?")
    return query if asked == path else HTTPStatus.NOT_FOUND


def _is_host(name: str) -> bool:
    return name.lower() == "host"
