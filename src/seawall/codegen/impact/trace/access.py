"""Traces changes of authentication, servers and statuses to calls and to the set-up of the client."""

import json
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from seawall.codegen.api.model import SecurityScheme
from seawall.codegen.diff.change import Change
from seawall.codegen.impact.edits import literal_edit
from seawall.codegen.impact.finding import Edit, EditKind, Effect, Finding
from seawall.codegen.impact.trace.calls import operations_of
from seawall.codegen.impact.trace.literals import in_reach
from seawall.codegen.impact.trace.tracing import Tracer, Tracing
from seawall.codegen.layer.uses import Literal, Place, UseKind

__all__ = [
    "alternative_gone",
    "base_address",
    "newly_secured",
    "scheme_changed",
    "scheme_text",
    "server_text",
    "status_number",
]

_KNOWN: Final = "the layer already calls operations that need the same"
_SCHEME_FUNCTIONS: Final = frozenset({"api_key_in_header", "api_key_in_query", "api_key_in_cookie"})


def newly_secured(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace to calls; only possible if other calls of the layer authenticate in this way already."""
    reason = _KNOWN if _scheme(change.new) in _schemes_in_use(tracing) else ""
    effect = Effect.ALTERS if reason else Effect.BREAKS
    for use in tracing.uses_of(operations_of(change), UseKind.CALL):
        yield tracing.finding(change, use, effect, is_certain=not reason, reason=reason)


def alternative_gone(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace to calls; only possible if an operation had another way to authenticate, and still has it."""
    for use in tracing.uses_of(operations_of(change), UseKind.CALL):
        old, new = (
            tracing.comparison.operation(use.part.owner),
            tracing.comparison.new_operation(use.part.owner),
        )
        left = [] if new is None else [frozenset(one) for one in new.security]
        others = _schemes_in_use(tracing, beside=use.part.owner)
        gone = [] if old is None else [one for one in map(frozenset, old.security) if one not in left]
        if any(one and one <= others for one in left) and not any(one <= others for one in gone):
            # The rest of the layer authenticates in a way that is left.
            continue
        reason = "the layer may authenticate in one of the other ways" if any(left) else ""
        yield tracing.finding(change, use, Effect.BREAKS, is_certain=not reason, reason=reason)


def scheme_changed(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace to calls, unless the layer says in one place how it authenticates, or is right already.

    It is right with a bearer token before and after, and if it names the parameter of the new scheme. The
    place that names the parameter of the old one is found by its text, and is the only one to change.
    """
    old = tracing.comparison.old_api.security_schemes.get(_scheme(change.old))
    new = tracing.comparison.new_api.security_schemes.get(_scheme(change.new))
    if old is not None and new is not None:
        if _is_bearer(old) and _is_bearer(new):
            return
        if old.parameter.lower() != new.parameter.lower() and (
            _names_parameter(tracing, old) or _names_parameter(tracing, new)
        ):
            return
    for use in tracing.uses_of(operations_of(change), UseKind.CALL):
        yield tracing.finding(change, use, Effect.BREAKS)


def _names_parameter(tracing: Tracing, scheme: SecurityScheme) -> bool:
    """True if the layer gives the name of the scheme's header, query parameter or cookie."""
    return any(_is_parameter_of(literal, scheme) for literal in tracing.layer.literals)


def _is_parameter_of(literal: Literal, scheme: SecurityScheme) -> bool:
    if not isinstance(literal.value, str) or not scheme.parameter:
        return False
    # A word such as `key` is the name of many things, and `X-Api-Key` of a header alone.
    is_telling = literal.given_to.rpartition(".")[0].rpartition(".")[2] in _SCHEME_FUNCTIONS or (
        literal.given_to.rpartition(".")[2] == "auth_header_name" or "-" in scheme.parameter
    )
    return is_telling and literal.value.lower() == scheme.parameter.lower()


def _is_bearer(scheme: SecurityScheme) -> bool:
    # RFC 6750 is how OAuth 2 and OpenID Connect send their tokens.
    return scheme.type in {"oauth2", "openIdConnect"} or scheme.scheme.lower() == "bearer"


def _scheme(pointer: str) -> str:
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def _schemes_in_use(tracing: Tracing, *, beside: str = "") -> frozenset[str]:
    return frozenset(
        name
        for operation in tracing.comparison.old_api.operations
        if operation.key != beside and tracing.is_called(operation.key)
        for alternative in operation.security
        for name in alternative
    )


def scheme_text(effect: Effect) -> Tracer:
    """Trace to texts of the layer that are the name of the scheme, of its parameter, or one of its URLs."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        scheme = tracing.comparison.old_api.security_schemes.get(_scheme(change.old or change.new))
        if scheme is None:
            return
        new = tracing.comparison.new_api.security_schemes.get(_scheme(change.new))
        before = _texts(scheme.name, scheme.parameter, scheme.url, scheme.flows)
        after = set() if new is None else _texts(new.name, new.parameter, new.url, new.flows)
        for literal in tracing.layer.literals:
            if isinstance(literal.value, str) and literal.value.lower() in before - after:
                edit = _parameter_edit(literal, scheme, new) or literal_edit(change, literal)
                yield tracing.literal_finding(
                    change, literal, effect, ", as the old version has it", edit=edit
                )

    return trace


def _parameter_edit(literal: Literal, old: SecurityScheme, new: SecurityScheme | None) -> Edit | None:
    """The edit that gives the new name of an API key that is sent in the same place as before."""
    if new is None or not new.parameter or (old.type, old.location) != (new.type, new.location):
        return None
    if not _is_parameter_of(literal, old):
        return None
    return Edit(kind=EditKind.RENAME, place=literal.place, old=str(literal.value), new=new.parameter)


def _texts(name: str, parameter: str, url: str, flows: object) -> set[str]:
    found = {name, parameter, url, *re.findall(r'"([^"]+)"', json.dumps(flows, default=dict))}
    return {one.lower() for one in found if one}


def server_text(effect: Effect) -> Tracer:
    """Trace to texts with the URL or the host of the old server, or that are a value of its variable."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        texts = re.findall(r'"([^"]+)"', change.before)
        urls = [one for one in texts if len(one) > 1 and ("://" in one or one.startswith("/"))]
        hosts = [host for host in (urlsplit(one).netloc for one in urls) if host]
        for literal in tracing.layer.literals:
            value = literal.value
            if isinstance(value, str) and any(one in value for one in (*urls, *hosts)):
                edit = literal_edit(change, literal)
                yield tracing.literal_finding(change, literal, effect, ", the old server", edit=edit)
            elif value in texts and value not in urls:
                reason = "the text may mean something else"
                rest = ", as the old server has it"
                yield tracing.literal_finding(change, literal, effect, rest, is_certain=False, reason=reason)

    return trace


def base_address(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace to the code that makes the URL of every request.

    Over a stock package that is each call, whose address comes from the user. In a client of Seawall the path
    is its constant SERVER_PATH; code that uses the constant follows, and its users may have URLs with a path.
    """
    reason = "the address may come from elsewhere"
    if tracing.is_stock:
        for use in tracing.uses_of(operations_of(change), UseKind.CALL):
            yield tracing.finding(
                change,
                use,
                Effect.BREAKS,
                " at the address that it is given",
                is_certain=False,
                reason=reason,
            )
        return
    places = list(tracing.sources.names("SERVER_PATH"))
    for place in places:
        yield _address_finding(tracing, change, f"{place.path} uses SERVER_PATH", place)
    if not places and any(tracing.is_called(part.owner) for part in operations_of(change)):
        yield _address_finding(tracing, change, "no code uses SERVER_PATH of the client", None)


def _address_finding(tracing: Tracing, change: Change, words: str, place: Place | None) -> Finding:
    function = "" if place is None else tracing.function_at(place)
    return Finding(
        effect=Effect.BREAKS,
        words=f"{change.words}; {words}.",
        change=change,
        place=place,
        function=function,
        public=tracing.public.get(function, ()),
        is_certain=False,
        reason="the address may come from settings, with the old path",
    )


def status_number(effect: Effect) -> Tracer:
    """Trace to numbers that are a status which is gone, in code that calls the operation."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        status = re.search(r"answer (\d{3})$", change.place)
        reach = in_reach(tracing, change)
        for literal in tracing.literals_of(int(status.group(1))) if status else ():
            if reach(literal):
                reason = "the number may mean something else"
                yield tracing.literal_finding(
                    change, literal, effect, ", the status that is gone", is_certain=False, reason=reason
                )

    return trace
