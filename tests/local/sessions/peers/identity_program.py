"""Calls of canfar 1.5 for logins and servers, as a user writes them; prints what they return, as JSON."""

import asyncio
import contextlib
import io
import json
import sys
from typing import Any

import canfar  # type: ignore[import-not-found]
from canfar import authentication, server
from canfar.authentication import AuthenticationError  # type: ignore[import-not-found]
from canfar.sessions import Session  # type: ignore[import-not-found]


def shown(record: Any) -> list[object]:
    return [record.idp, str(getattr(record.mode, "value", record.mode)), record.active, record.server]


def names() -> list[tuple[str, str]]:
    return [(each.idp, each.name) for each in server.list_servers()]


def logins() -> dict[str, Any]:
    found: dict[str, Any] = {"login": canfar.login("srcnet"), "again": canfar.login("srcnet")}
    found["alogin"] = asyncio.run(canfar.alogin("srcnet", force=True))
    found["login with a certificate"] = canfar.login("cadc", force=True)
    found["list"] = sorted(shown(each) for each in authentication.list())
    return found


def servers() -> dict[str, Any]:
    found: dict[str, Any] = {"discover": [each.name for each in server.discover("srcnet", timeout=10)]}
    found["activate"] = server.activate("srcnet", timeout=10).reason
    authentication.use("srcnet")
    found["show"] = shown(authentication.show())
    (name,) = (name for _, name in names())
    server.use(name, timeout=10)
    found["list_servers"] = names()
    found["user by a token"] = user()
    authentication.use("cadc")
    found["user by a certificate"] = user()
    return found


def user() -> list[str]:
    """The users of the sessions that the active login sees, after it made one."""
    with Session() as session:
        ids = session.create("mine", "skaha/terminal:1.1.2")
        users = [each["userid"] for each in session.info(ids)]
        session.destroy(ids)
    return users


def removed() -> dict[str, Any]:
    found: dict[str, Any] = {}
    removals = {"remove": lambda: authentication.remove("cadc"), "purge": authentication.purge}
    for name, remove in removals.items():
        try:
            remove()
        except AuthenticationError as error:
            found[f"{name} without force"] = error.error.code
    authentication.remove("srcnet")
    found["after remove"] = [each.idp for each in authentication.list()]
    authentication.purge(force=True)
    found["after purge"] = [shown(each) for each in authentication.list()]
    return found


if __name__ == "__main__":
    with contextlib.redirect_stdout(io.StringIO()):
        calls = {**logins(), **servers(), **removed()}
    json.dump(calls, sys.stdout)
