"""State machines of resources on a server: their transitions and their terminal states. Pure."""

from collections.abc import Collection, Mapping
from enum import Enum

from attrs import field, frozen

from seawall.core.errors import ConfigError

__all__ = ["StateMachine", "StateTracker", "UnexpectedState", "state_text"]

# A hostile server can invent states without end; each remembered one costs memory.
_MAX_UNKNOWN_STATES = 1000


def state_text(state: str) -> str:
    """Return a state as the server writes it. `str` of an Enum member would be its name."""
    return str(state.value) if isinstance(state, Enum) else str(state)


def _transition_texts(transitions: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    return {state_text(state): _state_texts(following) for state, following in transitions.items()}


def _state_texts(states: Collection[str]) -> frozenset[str]:
    return frozenset(map(state_text, states))


@frozen(kw_only=True)
class StateMachine:
    """The states of one kind of resource.

    `transitions` maps each state to the states that can follow it directly; `terminal` are the final states.
    Other states are unknown: a newer server may have more. Raises ConfigError if a state has no entry in
    `transitions`, if a terminal state has transitions, or if no state is terminal. Not hashable: it holds a
    mapping.
    """

    transitions: Mapping[str, Collection[str]] = field(converter=_transition_texts)
    terminal: Collection[str] = field(converter=_state_texts)
    _reachable: dict[str, frozenset[str]] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        named = frozenset(self.terminal).union(*self.transitions.values())
        if missing := sorted(named - self.states):
            raise ConfigError(f"These states have no entry in transitions: {', '.join(missing)}.")
        if left := sorted(state for state in self.terminal if self.transitions[state]):
            raise ConfigError(f"These terminal states have transitions: {', '.join(left)}.")
        if not self.terminal:
            raise ConfigError("No state is terminal, so a wait would never end. Name at least one.")
        # Computed once: `may_follow` is called at each poll. The class is frozen, hence object.__setattr__.
        object.__setattr__(self, "_reachable", {state: self._reach(state) for state in self.states})

    @property
    def states(self) -> frozenset[str]:
        """The known states."""
        return frozenset(self.transitions)

    def is_known(self, state: str) -> bool:
        """Return whether `state` is declared."""
        return state_text(state) in self.transitions

    def is_terminal(self, state: str) -> bool:
        """Return whether `state` is final. An unknown state is not."""
        return state_text(state) in self.terminal

    def may_follow(self, before: str, after: str) -> bool:
        """Return whether a resource seen in `before` can later be seen in `after`.

        Polling misses states, so any number of transitions may lie in between. An unknown state can follow
        and be followed by any state.
        """
        before, after = state_text(before), state_text(after)
        known = self.is_known(before) and self.is_known(after)
        return not known or before == after or after in self._reachable[before]

    def _reach(self, state: str) -> frozenset[str]:
        reached: set[str] = set()
        todo = list(self.transitions[state])
        while todo:
            current = todo.pop()
            if current not in reached:
                reached.add(current)
                todo += self.transitions[current]
        return frozenset(reached)


class UnexpectedState(Enum):
    """The two ways in which an observed state can be unexpected."""

    UNKNOWN = "this version does not know it"
    ILLEGAL = "it can not follow the state before"


class StateTracker:
    """The states observed of one resource; it can be passed from one wait to the next.

    `last` is the last observed state and `last_known` the last known one, both None at first. `unknown` is
    the set of unknown states, and `illegal` the number of illegal transitions between known states, with or
    without unknown ones in between.
    """

    def __init__(self, machine: StateMachine) -> None:
        self.machine = machine
        self.last: str | None = None
        self.last_known: str | None = None
        self.unknown: set[str] = set()
        self.illegal: int = 0

    def observe(self, state: str) -> UnexpectedState | None:
        """Record the current state; return UNKNOWN the first time for each unknown state, or ILLEGAL."""
        state = self.last = state_text(state)
        if not self.machine.is_known(state):
            is_new = state not in self.unknown and len(self.unknown) < _MAX_UNKNOWN_STATES
            if is_new:
                self.unknown.add(state)
            return UnexpectedState.UNKNOWN if is_new else None
        before, self.last_known = self.last_known, state
        if before is not None and not self.machine.may_follow(before, state):
            self.illegal += 1
            return UnexpectedState.ILLEGAL
        return None
