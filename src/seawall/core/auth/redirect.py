"""Recognize the HTTP request with which a browser returns from a login."""

from http import HTTPStatus

__all__ = ["redirect_query"]


def redirect_query(head: bytes, *, host: str, path: str) -> str | HTTPStatus:
    """Return the query of the GET for `path` in a request's head, or the error status to respond with.

    `host` is the required Host header, with the port: a page that reaches this machine under another name
    (DNS rebinding) is not the redirected browser (RFC 9110, section 7.4). The path must equal that of the
    redirect URI exactly (RFC 9700, section 2.1).
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
    pairs = [field.partition(":") for field in fields]
    if [value.strip() for name, _, value in pairs if name.lower() == "host"] != [host]:
        return HTTPStatus.MISDIRECTED_REQUEST
    requested_path, _, query = target.partition("?")
    return query if requested_path == path else HTTPStatus.NOT_FOUND
