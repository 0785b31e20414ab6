"""Stored logins and responses of a login server, for tests."""

from pathlib import Path

from seawall.core.auth.tokens import Token
from seawall.core.http.message import Response
from seawall.runtime.auth.token_file import TokenFile
from seawall.testing import json_response

ISSUER = "https://login.test"
TOKEN_URL = f"{ISSUER}/oauth/token"
NOW_S = 1_700_000_000.0

DISCOVERY = json_response(200, {"token_endpoint": TOKEN_URL})


def login(
    folder: Path, *, access_token: str = "old", refresh_token: str | None = "refresh-1", age_s: float = 0.0
) -> TokenFile:
    """Store a token of one hour that is `age_s` seconds old at `NOW_S`; return its file."""
    file = TokenFile(folder / "login" / "token.json")
    file.save(
        Token(
            access_token=access_token,
            refresh_token=refresh_token,
            obtained_at=NOW_S - age_s,
            lifetime_s=3600.0,
            issuer=ISSUER,
        )
    )
    return file


def renewal(access_token: str = "new", refresh_token: str | None = "refresh-2") -> Response:
    """Build the response of a token endpoint to a renewal."""
    rotated = {"refresh_token": refresh_token} if refresh_token else {}
    return json_response(
        200, {"access_token": access_token, "token_type": "Bearer", "expires_in": 3600, **rotated}
    )
