"""Failures of the server in plain words, for a person at a terminal. Pure."""

__all__ = ["failure_sentence"]


def failure_sentence(status: int | None) -> str:
    """Say how an attempt failed: with the status of a response, or without a complete one (None)."""
    match status:
        case None:
            return "The server does not answer."
        case 429:
            return "The server gets too many requests (status 429)."
        case _:
            return f"The server failed (status {status})."
