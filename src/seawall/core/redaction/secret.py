"""Text that must not be seen: a `str` whose repr is blind. Pure."""

__all__ = ["Secret"]


class Secret(str):
    """A token, key or password. It is the text itself wherever text is wanted; only its repr shows nothing.

    So it does not stand in the repr of what holds it, nor among the local variables of a traceback. What is
    made of it, by formatting or encoding, is plain text again.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(...)"
