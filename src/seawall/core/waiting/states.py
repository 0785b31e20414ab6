"""The states of a thing on a server, declared once: what may follow which, and which end it. Pure."""

from collections.abc import Collection, Mapping
from enum import Enum

from attrs import field, frozen

from seawall.core.errors import ConfigError

__all__ = ["StateMachine", "StateTracker", "UnexpectedState", "state_text"]

# A hostile server must not grow this without end.
_MOST_UNKNOWN = 1000


def state_text(state: str) -> str:
    """A state as the server writes it: of an Enum, its value, because `str` gives its name."""
    return str(state.value) if isinstance(state, Enum) else str(state)


def _by_text(transitions: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    return {state_text(state): frozenset(map(state_text, after)) for state, after in transitions.items()}


def _texts(states: Collection[str]) -> frozenset[str]:
    return frozenset(map(state_text, states))


@frozen(kw_only=True)
class StateMachine:
    """The states of one kind of thing.

    `transitions` names each state and those that may come right after it; `terminal` are those in which the
    thing has ended. A state that is named nowhere is unknown: a newer server may have more. Raises
    ConfigError where a state is named that `transitions` does not have, where a terminal one can be left, and
    where none is terminal.
    """

    transitions: Mapping[str, Collection[str]] = field(converter=_by_text)
    terminal: Collection[str] = field(converter=_texts)
    _reach: dict[str, frozenset[str]] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        named = frozenset(self.terminal).union(*self.transitions.values())
        if stray := sorted(named - self.states):
            raise ConfigError(f"States are named that have no transitions of their own: {', '.join(stray)}.")
        if left := sorted(state for state in self.terminal if self.transitions[state]):
            raise ConfigError(f"States are terminal and can be left: {', '.join(left)}.")
        if not self.terminal:
            raise ConfigError("No state is terminal, so a wait would never end. Name one at least.")
        object.__setattr__(self, "_reach", {state: self._after(state) for state in self.states})

    @property
    def states(self) -> frozenset[str]:
        """All states that are known."""
        return frozenset(self.transitions)

    def is_known(self, state: str) -> bool:
        """Whether `state` is declared."""
        return state_text(state) in self.transitions

    def is_terminal(self, state: str) -> bool:
        """Whether a thing in `state` has ended; an unknown state has not."""
        return state_text(state) in self.terminal

    def may_follow(self, before: str, after: str) -> bool:
        """Whether a thing seen in `before` may later be seen in `after`, whatever came between.

        Who looks now and then sees not every state. Nothing is held against a state that is unknown.
        """
        before, after = state_text(before), state_text(after)
        known = self.is_known(before) and self.is_known(after)
        return not known or before == after or after in self._reach[before]

    def _after(self, state: str) -> frozenset[str]:
        reached: set[str] = set()
        todo = list(self.transitions[state])
        while todo:
            here = todo.pop()
            if here not in reached:
                reached.add(here)
                todo += self.transitions[here]
        return frozenset(reached)


class UnexpectedState(Enum):
    """What is odd about a state that was seen."""

    UNKNOWN = "this version does not know it"
    ILLEGAL = "it can not follow the state before"


class StateTracker:
    """What was seen of one thing so far; it may outlive a wait and be used by the next.

    `last` is the state seen last and `last_known` the last of those that are known, None before the first.
    `unknown` holds the unknown ones seen, each once. `illegal` counts the transitions between known states
    that can not be, whatever unknown ones came between.
    """

    def __init__(self, machine: StateMachine) -> None:
        self.machine = machine
        self.last: str | None = None
        self.last_known: str | None = None
        self.unknown: set[str] = set()
        self.illegal = 0

    def saw(self, state: str) -> UnexpectedState | None:
        """Note that the thing is in `state` now; what is odd about it, told once for each unknown state."""
        state = self.last = state_text(state)
        if not self.machine.is_known(state):
            is_news = state not in self.unknown and len(self.unknown) < _MOST_UNKNOWN
            if is_news:
                self.unknown.add(state)
            return UnexpectedState.UNKNOWN if is_news else None
        before, self.last_known = self.last_known, state
        if before is not None and not self.machine.may_follow(before, state):
            self.illegal += 1
            return UnexpectedState.ILLEGAL
        return None
