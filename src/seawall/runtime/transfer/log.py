"""What a transfer tells while it goes on: nobody, or the log."""

import logging
from collections.abc import Callable

from seawall.core.engine.policy import Policy
from seawall.core.errors import SeawallError
from seawall.core.transfer.download import TransferProgress

__all__ = ["log_retry", "tell_nobody"]

_log = logging.getLogger("seawall")


def tell_nobody(progress: TransferProgress) -> None:
    """For those who need not know how far a transfer is."""


def log_retry(name: str, policy: Policy) -> Callable[[int, SeawallError, float], None]:
    """Who is told of the retries of the transfer `name` and logs them as warnings."""

    def tell(number: int, error: SeawallError, delay_s: float) -> None:
        _log.warning(
            "%s: attempt %d of %d failed (%s); the next one in %.2f s",
            name,
            number,
            policy.retry.attempts,
            type(error).__name__,
            delay_s,
        )

    return tell
