"""The states of a thing on a server, declared once: what may follow which, and which end it. Pure."""

from collections.abc import Collection, Mapping
from enum import Enum

from attrs import field, frozen

from seawall.core.errors import ConfigError

__all__ = ["StateMachine", "StateWatch", "Surprise"]

# A hostile server must not grow this without end.
_MOST_UNKNOWN = 1000


def _by_text(transitions: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    return {str(state): frozenset(map(str, after)) for state, after in transitions.items()}


def _texts(states: Collection[str]) -> frozenset[str]:
    return frozenset(map(str, states))


@frozen(kw_only=True)
class StateMachine:
    """The states of one kind of thing.

    `transitions` names each state and those that may come right after it; `terminal` are those in which the
    thing has ended. A state that is named nowhere is unknown: a newer server may have more. Raises
    ConfigError where a state is named that `transitions` does not have, or a terminal one can be left.
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
        object.__setattr__(self, "_reach", {state: self._after(state) for state in self.states})

    @property
    def states(self) -> frozenset[str]:
        """All states that are known."""
        return frozenset(self.transitions)

    def is_known(self, state: str) -> bool:
        """Whether `state` is declared."""
        return str(state) in self.transitions

    def is_terminal(self, state: str) -> bool:
        """Whether a thing in `state` has ended; an unknown state has not."""
        return str(state) in self.terminal

    def may_follow(self, before: str, after: str) -> bool:
        """Whether a thing seen in `before` may later be seen in `after`, whatever came between.

        Who looks now and then sees not every state. Nothing is held against a state that is unknown.
        """
        known = self.is_known(before) and self.is_known(after)
        return not known or str(before) == str(after) or str(after) in self._reach[str(before)]

    def _after(self, state: str) -> frozenset[str]:
        reached: set[str] = set()
        todo = list(self.transitions[state])
        while todo:
            here = todo.pop()
            if here not in reached:
                reached.add(here)
                todo += self.transitions[here]
        return frozenset(reached)


class Surprise(Enum):
    """What is odd about a state that was seen."""

    UNKNOWN = "this version does not know it"
    ILLEGAL = "it can not follow the state before"


class StateWatch:
    """What was seen of one thing so far; it may outlive a wait and be used by the next.

    `last` is the state seen last, `unknown` holds the unknown ones seen, each once, and `illegal` counts the
    transitions that can not be.
    """

    def __init__(self, machine: StateMachine) -> None:
        self.machine = machine
        self.last: str | None = None
        self.unknown: set[str] = set()
        self.illegal = 0

    def saw(self, state: str) -> Surprise | None:
        """Note that the thing is in `state` now; what is odd about it, told once for each unknown state."""
        state, before, self.last = str(state), self.last, str(state)
        if not self.machine.is_known(state):
            is_news = state not in self.unknown and len(self.unknown) < _MOST_UNKNOWN
            if is_news:
                self.unknown.add(state)
            return Surprise.UNKNOWN if is_news else None
        if before is not None and not self.machine.may_follow(before, state):
            self.illegal += 1
            return Surprise.ILLEGAL
        return None
