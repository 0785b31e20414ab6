"""The error class of each unsuccessful status. Pure."""

from seawall.core.errors import ClientStatusError, ServerStatusError, StatusError, UnexpectedStatusError

__all__ = ["error_class_for"]

_FIRST_CLIENT_ERROR, _FIRST_SERVER_ERROR = 400, 500
# Every direct subclass stands for one status; programs that add subclasses do so after this line.
_BY_STATUS: dict[int, type[ClientStatusError]] = {
    class_.status: class_ for class_ in ClientStatusError.__subclasses__()
}


def error_class_for(status: int) -> type[StatusError]:
    """Return the error class for an unsuccessful status."""
    if status >= _FIRST_SERVER_ERROR:
        return ServerStatusError
    if status >= _FIRST_CLIENT_ERROR:
        return _BY_STATUS.get(status, ClientStatusError)
    return UnexpectedStatusError
