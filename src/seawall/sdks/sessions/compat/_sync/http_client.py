# DO NOT EDIT. Derived from ../_async/http_client.py by "python -m seawall.codegen.derive".
"""The base class of the older clients: their fields, over the client of this SDK."""

from pathlib import Path
from typing import Self

from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.http._sync.protocols import Transport
from seawall.sdks.sessions._sync.client import Client
from seawall.sdks.sessions.compat._sync.answers import Answers
from seawall.sdks.sessions.compat.fields import ContainerRegistry, ErrorMode, SecretText, fields_from

__all__ = ["HTTPClient"]


class _AnsweringClient(Client):
    """The client of this SDK, with the answers of the server as they are."""

    @property
    def answers(self) -> Answers:
        return Answers(self._context)


class HTTPClient(ProcessBound):
    """A client with the fields of the older clients. Close it, or use it in a `with` block.

    Each field that is not given is read from the environment, `token` from CANFAR_TOKEN. `url` ends with
    `/skaha/v1`; it is required with a `token` or a `certificate`. Without both, the saved login in the file
    `config` is used. `timeout` is in seconds, 1 to 300, for each request; `concurrency` is the number
    of requests at a time, 1 to 128. `registry` is the login for private images. `loglevel` is that of the
    logger `seawall`. `raise_http_errors` has no effect. Raises InputError, a ValueError.
    """

    # On the class: error reporters also show a client whose fields were refused.
    timeout: int = 30
    concurrency: int = 32
    errors: ErrorMode = "ignore"

    def __init__(
        self,
        *,
        token: str | SecretText | None = None,
        certificate: str | Path | None = None,
        url: str | None = None,
        authentication_idp: str | None = None,
        timeout: int | None = None,
        concurrency: int | None = None,
        raise_http_errors: bool | None = None,
        config: str | Path | None = None,
        errors: ErrorMode = "ignore",
        registry: ContainerRegistry | None = None,
        loglevel: str | int | None = None,
        transport: Transport | None = None,
        clock: Clock | None = None,
    ) -> None:
        token = hidden(token)
        fields = fields_from(
            token=token,
            certificate=certificate,
            url=url,
            authentication_idp=authentication_idp,
            timeout=timeout,
            concurrency=concurrency,
            raise_http_errors=raise_http_errors,
            config=config,
            registry=registry,
            loglevel=loglevel,
            errors=errors,
        )
        self.timeout = fields.timeout
        self.concurrency = fields.concurrency
        self.errors = fields.errors
        self._settings = fields.settings
        self._client = _AnsweringClient(settings=fields.settings, transport=transport, clock=clock)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(timeout={self.timeout}, concurrency={self.concurrency})"

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
