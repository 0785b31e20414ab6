"""A notebook kernel in this process: IPython's shell with a kernel, whose display records."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.formatters import HTMLFormatter
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config


class Shell(InteractiveShell):
    """The shell of a terminal, except that its display records."""

    display_pub_class = Type(CapturingDisplayPublisher)

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Every output: its data, and whether it replaces the one before."""
        publisher = self.display_pub
        assert isinstance(publisher, CapturingDisplayPublisher)
        return publisher.outputs


class KernelShell(Shell):
    """The shell of a kernel, as that of ipykernel."""

    kernel: ClassVar[object] = object()


@contextmanager
def running(class_: type[Shell]) -> Iterator[Shell]:
    """Run code as if in a cell of a notebook or a terminal."""
    # Without a history, which would be a file of the user.
    shell = class_.instance(config=Config({"HistoryManager": {"enabled": False}}))
    try:
        yield shell
    finally:
        class_.clear_instance()


def html_of(value: object) -> str:
    """Return the HTML that a cell shows for `value`, its last line."""
    html = HTMLFormatter()(value)
    assert isinstance(html, str)
    return html
