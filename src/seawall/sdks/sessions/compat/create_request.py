"""A session to create, with the checks of the older clients."""

from collections.abc import Mapping

from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.validation.arguments import checked_count, checked_required_member, checked_text
from seawall.sdks.sessions.new_sessions import NewSession, checked_image, replicas_of
from seawall.sdks.sessions.states import SessionKind

__all__ = ["CreateRequest", "new_sessions_of"]

_MOST = {"cores": 256, "ram": 512, "gpus": 28}
_MOST_REPLICAS = 512


@frozen
class CreateRequest:
    """A session to create, `replicas` times. The repr does not show `env`, which may hold secrets.

    Not hashable: `env` is a mapping.
    """

    name: str
    image: str
    cores: int | None = None
    ram: int | None = None
    kind: str = "headless"
    gpus: int | None = None
    cmd: str | None = None
    args: str | None = None
    env: Mapping[str, object] | None = field(default=None, repr=False)
    replicas: int = 1


def new_sessions_of(request: CreateRequest, registry: str) -> tuple[NewSession, ...]:
    """The sessions that `request` means; `registry` is the host of images that name none.

    Unlike `checked_new_session` this accepts what the server changes: a name in capital letters, and values
    of `env` that it may drop. Raises InputError, a ValueError, for what the older clients refuse.
    """
    kind = checked_required_member(request.kind, SessionKind, "kind")
    for name, most in _MOST.items():
        if (value := getattr(request, name)) is not None:
            checked_count(value, name, most=most)
    if kind is not SessionKind.HEADLESS and (request.cmd or request.args or request.env):
        raise InputError(f"cmd, args and env are for headless sessions; kind is {kind.value!r}.")
    session = NewSession(
        # As the server stores it, so that a session whose answer was lost is found by its name.
        name=checked_text(request.name, "name").lower(),
        image=checked_image(request.image, registry),
        kind=kind,
        cores=request.cores,
        ram_gb=request.ram,
        gpus=request.gpus,
        command=request.cmd,
        args=request.args.split(" ") if request.args else (),
        env={name: str(value) for name, value in (request.env or {}).items()},
    )
    return replicas_of(session, checked_count(request.replicas, "replicas", most=_MOST_REPLICAS))
