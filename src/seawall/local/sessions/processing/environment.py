"""The environment of a session: the variables of the platform, then those of the client. Pure."""

from collections.abc import Sequence

from seawall.local.sessions.store.states import SessionKind

__all__ = ["client_variables", "platform_variables"]


def client_variables(entries: Sequence[str], *, drops_equals: bool) -> dict[str, str]:
    """The variables of `KEY=VALUE` entries; an entry without a key or a value is left out.

    With `drops_equals` also one whose value has a `=`, as the live system does.
    """
    pairs = (entry.partition("=") for entry in entries)
    return {key: value for key, _, value in pairs if key and value and not (drops_equals and "=" in value)}


def platform_variables(
    kind: SessionKind, *, user: str, session_id: str, host: str, home: str, cores: int
) -> dict[str, str]:
    """The variables that the platform sets in every session."""
    variables = {
        "skaha_hostname": host,
        "skaha_username": user,
        "skaha_sessionid": session_id,
        "HOME": home,
        "PWD": home,
        "OMP_NUM_THREADS": str(cores),
    }
    if kind is SessionKind.NOTEBOOK:
        variables |= {"JUPYTER_TOKEN": session_id, "NB_USER": user}
    return variables
