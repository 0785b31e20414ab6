"""Progress and retry callbacks for transfers."""

from collections.abc import Callable

from seawall.core.engine.policy import Policy
from seawall.core.errors import SeawallError
from seawall.core.transfer.download import TransferProgress
from seawall.runtime.loggers import part_logger

__all__ = ["ignore_progress", "log_retries"]

_log = part_logger("seawall.transfer")


def ignore_progress(progress: TransferProgress) -> None:
    """Do nothing: the default for `on_progress`."""


def log_retries(name: str, policy: Policy) -> Callable[[int, SeawallError, float], None]:
    """Make a callback that logs the retries of the transfer `name` as warnings."""

    def log_retry(number: int, error: SeawallError, delay_s: float) -> None:
        _log.warning(
            "%s: attempt %d of %d failed (%s); the next one in %.2f s",
            name,
            number,
            policy.retry.attempts,
            type(error).__name__,
            delay_s,
        )

    return log_retry
