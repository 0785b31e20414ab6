"""Checks of a new session, before anything is sent.

The server changes some values without a word: it makes names lower case, splits arguments at each space, and
drops variables whose value is empty or contains "=". Here these are errors.
"""

import re
from collections.abc import Mapping, Sequence

from attrs import evolve, field, frozen

from seawall.core.errors import InputError
from seawall.core.model.model import Model
from seawall.core.validation.arguments import (
    checked_count,
    checked_items,
    checked_required_member,
    checked_text,
)
from seawall.core.wire.freeze import FrozenDict
from seawall.sdks.sessions.states import SessionKind

__all__ = [
    "NewSession",
    "answered_id",
    "checked_image",
    "checked_new_session",
    "checked_session_id",
    "replicas_of",
]

_NAME = re.compile(r"[A-Za-z0-9-]+")
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# A registry, a project and a name.
_IMAGE_PARTS = 3
# A larger number is a slip: each replica takes resources that all users share.
_MOST_REPLICAS = 10_000
# These images decide themselves what to start, and one of each is enough for a user.
_SINGLE = frozenset({SessionKind.DESKTOP, SessionKind.FIREFLY})


def _texts(values: Sequence[str]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise InputError("args is text. Give a list of arguments: the server knows no quotes.")
    return tuple(checked_items(values, str, "args"))


def _variables(values: Mapping[str, str]) -> Mapping[str, str]:
    if not isinstance(values, Mapping):
        raise InputError("env is no mapping. Give names and values, e.g. {'MODE': 'fast'}.")
    return FrozenDict(values)


@frozen(kw_only=True)
class NewSession(Model):
    """A session to create: the arguments of `client.sessions.create`.

    `cores` and `ram_gb` are reserved for the session; without them it shares what is free. The repr does not
    show `env`, which may hold secrets.
    """

    name: str
    image: str
    kind: SessionKind = SessionKind.HEADLESS
    cores: int | None = None
    ram_gb: int | None = None
    gpus: int | None = None
    command: str | None = None
    args: tuple[str, ...] = field(default=(), converter=_texts)
    env: Mapping[str, str] = field(factory=dict, converter=_variables, repr=False)


def checked_new_session(session: NewSession, *, registry: str, keeps_equals: bool = False) -> NewSession:
    """Return a session that can be sent, with the whole name of its image.

    `registry` is the host of images that name none; `keeps_equals` says that the server keeps variables with
    "=" in their value. Raises InputError for everything that the server refuses, or changes without a word.
    """
    kind = checked_required_member(session.kind, SessionKind, "kind")
    if kind is SessionKind.DESKTOP_APP:
        raise InputError("kind is 'desktop-app'. Create it in a desktop session: `client.session(id).apps`.")
    for name, value in (("cores", session.cores), ("ram_gb", session.ram_gb), ("gpus", session.gpus)):
        if value is not None:
            checked_count(value, name)
    if kind is not SessionKind.HEADLESS and (session.command or session.args or session.env):
        raise InputError(f"command, args and env are for headless sessions; kind is {kind.value!r}.")
    _check_command(session)
    _check_variables(session.env, keeps_equals=keeps_equals)
    return evolve(
        session, name=_checked_name(session.name), image=checked_image(session.image, registry), kind=kind
    )


def replicas_of(session: NewSession, count: int) -> tuple[NewSession, ...]:
    """The sessions `name-1` to `name-N`; each has its number in REPLICA_ID and N in REPLICA_COUNT.

    One replica keeps the name. Raises InputError for several desktop or firefly sessions, and for
    more than 10,000 replicas.
    """
    if checked_count(count, "replicas", most=_MOST_REPLICAS) > 1 and session.kind in _SINGLE:
        raise InputError(f"replicas is {count}. A {session.kind.value} session has one replica.")
    return tuple(
        evolve(
            session,
            name=session.name if count == 1 else f"{session.name}-{number}",
            env=_numbered(session, number, count),
        )
        for number in range(1, count + 1)
    )


def checked_session_id(value: str) -> str:
    """Return the id of a session; raise InputError if it can not be one."""
    if not _ID.fullmatch(checked_text(value, "session_id")):
        raise InputError(f"session_id is {value[:80]!r}. Give an id, e.g. of client.sessions.list().")
    return value


def answered_id(text: str) -> str:
    """Return the id in the answer to a create; raise ValueError if there is none, as in a login page."""
    if not _ID.fullmatch(text.strip()):
        raise ValueError("the answer is no id")
    return text.strip()


def checked_image(image: str, registry: str) -> str:
    """Return the whole name of an image: with the registry in front and the tag `latest` if it names none.

    Raises InputError if it is not `[registry/]project/name[:tag]`.
    """
    parts = checked_text(image, "image").split("/")
    has_registry = len(parts) > 1 and ("." in parts[0] or ":" in parts[0] or parts[0] == "localhost")
    named = parts if has_registry else [registry, *parts]
    if len(named) < _IMAGE_PARTS or not all(named) or any(each.isspace() for each in image):
        raise InputError(f"image is {image[:80]!r}. Give project/name:tag, with or without a registry.")
    last = named[-1]
    return "/".join(named) if ":" in last or "@" in last else f"{'/'.join(named)}:latest"


def _numbered(session: NewSession, number: int, count: int) -> Mapping[str, str]:
    if session.kind is not SessionKind.HEADLESS:
        return session.env
    return {**session.env, "REPLICA_ID": str(number), "REPLICA_COUNT": str(count)}


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(checked_text(name, "name")):
        raise InputError(f"name is {name[:80]!r}. Use letters, digits and '-' only.")
    if name != name.lower():
        raise InputError(
            f"name is {name[:80]!r}. The server makes it lower case: give {name.lower()[:80]!r}."
        )
    return name


def _check_command(session: NewSession) -> None:
    words = (("command", session.command), *((f"args[{i}]", each) for i, each in enumerate(session.args)))
    for name, word in words:
        if word is None:
            continue
        checked_text(word, name)
        if not word or " " in word:
            fault = "contains a space" if word else "is empty"
            raise InputError(
                f"{name} {fault}: the server splits arguments at each space and knows no quotes. "
                "Put the value in a variable of env."
            )
    if session.args and session.command is None:
        raise InputError("args are given without a command. Give `command`, the program to start.")


def _check_variables(env: Mapping[str, str], *, keeps_equals: bool) -> None:
    for name, value in env.items():
        if not _VARIABLE.fullmatch(checked_text(name, "a name of env")):
            raise InputError(f"env has the name {name[:80]!r}. Use letters, digits and '_'.")
        if not checked_text(value, f"env[{name!r}]"):
            raise InputError(f"env[{name!r}] is empty: the server drops such a variable. Leave it out.")
        if "=" in value and not keeps_equals:
            raise InputError(
                f"env[{name!r}] contains '=': the server drops such a variable. Encode the value, e.g. in "
                "base16; or set env_with_equals if your server keeps it."
            )
