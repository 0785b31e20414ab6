"""A keyring in memory."""

from keyring.backend import KeyringBackend

__all__ = ["DictKeyring"]


class DictKeyring(KeyringBackend):
    """A keyring in memory that raises `trouble` at each access, `trouble_with_writing` at each write."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}
        self.trouble: Exception | None = None
        self.trouble_with_writing: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        if self.trouble_with_writing is not None:
            raise self.trouble_with_writing
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        del self.entries[service, username]

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble
