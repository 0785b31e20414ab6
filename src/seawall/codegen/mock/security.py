"""Checks that a request carries what the spec asks for. Any token counts: there is nothing to protect."""

from collections.abc import Mapping, Sequence

from seawall.codegen.api.model import Api, ApiOperation, SecurityScheme

__all__ = ["missing_security"]


def missing_security(
    api: Api, operation: ApiOperation, given: Mapping[str, Sequence[tuple[str, str]]]
) -> tuple[SecurityScheme, ...]:
    """The schemes that would do, or nothing if the request is authenticated or need not be."""
    alternatives = [
        [api.security_schemes[name] for name in alternative if name in api.security_schemes]
        for alternative in operation.security
    ]
    if not alternatives or any(all(_has(scheme, given) for scheme in one) for one in alternatives):
        return ()
    return tuple(scheme for one in alternatives for scheme in one)


def _has(scheme: SecurityScheme, given: Mapping[str, Sequence[tuple[str, str]]]) -> bool:
    if scheme.type == "apiKey":
        pairs = given.get(scheme.location, ())
        wanted = scheme.parameter.lower() if scheme.location == "header" else scheme.parameter
        return any(
            text and (name.lower() if scheme.location == "header" else name) == wanted for name, text in pairs
        )
    if scheme.type == "mutualTLS":
        return True
    wanted = scheme.scheme.lower() if scheme.type == "http" else "bearer"
    values = [text for name, text in given.get("header", ()) if name.lower() == "authorization"]
    return any(value.lower().startswith(f"{wanted} ") and value.partition(" ")[2].strip() for value in values)
