"""The tokens of the first users of a local server, in a file of its data folder."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from pathlib import Path

from seawall.local.serving.secret_files import load_or_create_secret

__all__ = ["TOKEN_FILE", "load_tokens", "token_hash"]

TOKEN_FILE = "tokens.json"  # noqa: S105 - the name of a file


def token_hash(token: str) -> str:
    """The hash under which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def load_tokens(folder: Path, users: Iterable[str], *, prefix: str) -> dict[str, str]:
    """The tokens of users by name, from a file with mode 0600; made at the first start.

    Each token begins with `prefix`.
    """

    def make() -> bytes:
        return json.dumps({name: f"{prefix}{secrets.token_hex(16)}" for name in users}, indent=2).encode()

    tokens: dict[str, str] = json.loads(load_or_create_secret(folder / TOKEN_FILE, make))
    return tokens
