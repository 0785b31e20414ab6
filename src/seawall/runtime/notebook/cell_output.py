"""One output of a notebook cell that later outputs replace. Found only if this process is a kernel."""

import logging
import sys
from typing import Protocol, cast
from uuid import uuid4

__all__ = ["CellOutput", "cell_output"]

_log = logging.getLogger("seawall")


class _Publisher(Protocol):
    """The part of IPython's DisplayPublisher that is used."""

    def publish(
        self, data: dict[str, str], metadata: dict[str, str], *, transient: dict[str, str], update: bool
    ) -> None: ...


class CellOutput:
    """An output of a cell. An error of the notebook ends the output and not the work that it shows."""

    def __init__(self, publisher: object) -> None:
        self._publisher = cast("_Publisher", publisher)
        self._display_id = uuid4().hex
        self._is_shown = False
        self._is_broken = False

    def show(self, html: str, plain: str) -> None:
        """Show `html` in place of the output before; a front end without HTML shows `plain`."""
        if self._is_broken:
            return
        data = {"text/html": html, "text/plain": plain}
        place = {"display_id": self._display_id}
        try:
            self._publisher.publish(data, {}, transient=place, update=self._is_shown)
        except Exception as error:  # noqa: BLE001 - any error of a front end, e.g. one that has gone
            self._is_broken = True
            _log.debug("The notebook shows no progress: %s", type(error).__name__)
        self._is_shown = True


def cell_output() -> CellOutput | None:
    """Return a new output of the running cell; None outside of a notebook, such as in a terminal."""
    get_ipython = getattr(sys.modules.get("IPython"), "get_ipython", None)
    shell = get_ipython() if get_ipython is not None else None
    # The shell of a terminal has no kernel.
    if getattr(shell, "kernel", None) is None:
        return None
    return CellOutput(getattr(shell, "display_pub", None))
