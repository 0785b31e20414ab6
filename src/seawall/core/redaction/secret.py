"""A string for secrets, with a repr that does not show it. Pure."""

__all__ = ["Secret"]


class Secret(str):
    """A token, key or password. It is an ordinary string except for its repr, which does not show it.

    So it does not appear in the repr of an object that holds it, or among the local variables of a traceback.
    Formatting or encoding it gives ordinary text.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(...)"
