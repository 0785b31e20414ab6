"""Waits for work on a server, e.g. a run, with its progress or its log, and says how it has ended."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar, cast

from attrs import frozen

from seawall.core.errors import SeawallError
from seawall.core.waiting.polling import Outage
from seawall.terminal.command_line import on_interrupt
from seawall.terminal.exit_codes import IncompleteError
from seawall.terminal.progress import ProgressDisplay, Step, progress
from seawall.terminal.screen import Output, note
from seawall.terminal.sdk import AnyCommand

__all__ = ["Awaited", "Hint", "continues"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)

Hint = tuple[str, ...]
"""The arguments of `SdkCommand.hint`: a text and the words of the command to type next."""


class _Waitable(Protocol[T_co]):
    def wait(
        self,
        *,
        timeout_s: float,
        on_progress: Callable[[T_co], None],
        on_outage: Callable[[Outage], None],
    ) -> object: ...


class _Followable(Protocol[T_co, E_co]):
    def follow(
        self,
        *,
        timeout_s: float,
        on_progress: Callable[[T_co], None],
        on_outage: Callable[[Outage], None],
    ) -> Iterator[E_co | T_co]: ...


def _no_hint(_: object) -> Hint | None:
    return None


@frozen(kw_only=True)
class Awaited(Generic[T]):
    """Describes the work that commands wait for; `kind` is the class of its states, e.g. `Run`.

    `title` is the word beside the progress bar, and `step` converts a state to progress. `failure` returns
    the sentence about ended work that has not succeeded, and None for other work; `remedy` is the hint after
    it. `advice` returns the hint for a state in which the work needs its user; it is shown when it changes.
    """

    kind: type[T]
    title: str
    step: Callable[[T], Step]
    failure: Callable[[T], str | None]
    remedy: Callable[[T], Hint | None] = _no_hint
    advice: Callable[[T], Hint | None] = _no_hint

    def wait(self, handle: _Waitable[T], *, timeout_s: float, command: AnyCommand | None = None) -> T:
        """Wait for the end with progress on stderr, and return the last state. Raises WaitTimeoutError.

        Without a `command` there is no advice.
        """
        advise = self._adviser(command)
        seen: list[T] = []
        with progress(self.title, self.step) as display:

            def update(state: T) -> None:
                seen[:] = [state]
                advise(state)
                display.update(state)

            handle.wait(timeout_s=timeout_s, on_progress=update, on_outage=display.show_outage)
        (last,) = seen
        return last

    def follow(
        self,
        handle: _Followable[T, E],
        *,
        line: Callable[[E], str],
        timeout_s: float,
        command: AnyCommand,
    ) -> tuple[T, list[E]]:
        """Print each entry of the log as it comes, and return the last state and the entries.

        `line` converts an entry. With JSON the lines go to stderr: stdout is one document. Raises
        WaitTimeoutError.
        """
        display = ProgressDisplay[T](self._adviser(command), lambda _: None)
        stream = sys.stderr if command.output is Output.JSON else sys.stdout
        entries: list[E] = []
        for entry in handle.follow(
            timeout_s=timeout_s, on_progress=display.update, on_outage=display.show_outage
        ):
            if isinstance(entry, self.kind):
                return entry, entries
            # A type checker can not tell the two type variables apart.
            entries.append(cast("E", entry))
            stream.write(f"{line(entries[-1])}\n")
            # The reader of a pipe sees each line as it comes, too.
            stream.flush()
        raise AssertionError("a log that is followed ends with the last state")

    def require_success(self, ended: T, command: AnyCommand | None = None) -> None:
        """Raise IncompleteError unless the ended work has succeeded; with the remedy for a `command`."""
        if (failure := self.failure(ended)) is None:
            return
        remedy = self.remedy(ended)
        raise IncompleteError(failure, command.hint(*remedy) if command and remedy else None)

    def _adviser(self, command: AnyCommand | None) -> Callable[[T], None]:
        shown: Hint | None = None

        def advise(state: T) -> None:
            nonlocal shown
            before, shown = shown, self.advice(state)
            if command and shown and shown != before:
                note(command.hint(*shown))

        return advise


@contextmanager
def continues(
    command: AnyCommand, hint: Hint, data: Mapping[str, object], *errors: type[SeawallError]
) -> Iterator[None]:
    """Show `hint` if the block ends by Ctrl-C or one of the `errors`: the work on the server continues.

    With JSON, `data` is the output after every error: a program must not lose the id of the work with it.
    """
    try:
        with on_interrupt(command.hint(*hint), *errors):
            yield
    except SeawallError:
        if command.output is Output.JSON:
            command.show(data)
        raise
