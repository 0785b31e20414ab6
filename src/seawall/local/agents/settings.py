"""Settings of a local agents server."""

from typing import Literal

from attrs import field, frozen

from seawall.core.http.outgoing import is_token
from seawall.local.serving.server_settings import ServerSettings

__all__ = ["AgentsSettings", "Dialect", "SignatureForm"]

Dialect = Literal["live", "documented"]
SignatureForm = Literal["hex", "sha256="]


def _is_header_name(_instance: object, _attribute: object, value: str) -> None:
    if not is_token(value):
        raise ValueError(f"webhook_header must be the name of a header, but is {value!r}.")


@frozen(kw_only=True)
class AgentsSettings(ServerSettings):
    """Settings of one local agents server; none of them is a secret. See `ServerSettings` too.

    dialect: `live` sends states in upper case and times without a zone, as the live system does;
        `documented` sends states in lower case and times in ISO 8601, as the documentation does
    run_duration_s: time that a run takes, if its script does not say otherwise
    logs_delay_s: time after its creation in which the logs of a run are 404
    rate_limits: whether calls above the limits get 429
    run_limit: runs that an organization may create until it gets 402; None means no limit
    webhook_header, signature_form: header and form of the signature of webhooks
    webhook_attempts, webhook_delay_s: attempts of a webhook, and the delay before the second, which doubles
    webhook_senders: webhooks that are sent at the same time
    """

    dialect: Dialect = "live"
    run_duration_s: float = 1.0
    logs_delay_s: float = 0.0
    rate_limits: bool = True
    run_limit: int | None = None
    webhook_header: str = field(default="X-Codegen-Signature", validator=_is_header_name)
    signature_form: SignatureForm = "hex"
    webhook_attempts: int = 5
    webhook_delay_s: float = 0.5
    webhook_senders: int = 8
