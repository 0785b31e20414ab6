"""The options of the calls of one engine that are no part of a policy: header fields, idempotency key."""

from collections.abc import Callable, Mapping
from typing import Self

from attrs import evolve, field, frozen

from seawall.core.auth.auth_scheme import AuthScheme, headers_set_by
from seawall.core.engine.call import Call
from seawall.core.engine.header_fields import checked_headers
from seawall.core.engine.policy import Policy
from seawall.core.engine.untyped_call import keyed_operation, untyped_call
from seawall.core.errors import InputError
from seawall.core.redaction.secret import SecretMapping, hidden
from seawall.core.redaction.secret_patterns import is_secret_name
from seawall.core.retry.retry import is_change
from seawall.runtime.engine.idempotency import CallKey

__all__ = ["CallOptions"]


@frozen(eq=False)
class CallOptions:
    """Header fields and idempotency key of the calls of one engine.

    `headers` are sent with every call. `added` are those among them that the user added, and `secrets` the
    values of these that no message may repeat. `auth_scheme` sets headers of its own.
    """

    headers: Mapping[str, str] = field(repr=False)
    auth_scheme: AuthScheme = field(repr=False)
    added: Mapping[str, str] = field(factory=SecretMapping, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    key: CallKey | None = None

    def with_headers(self, headers: Mapping[str, str]) -> Self:
        """A copy with more headers; raises ConfigError if one can not be sent."""
        headers = hidden(headers)
        more = checked_headers(headers, auth_names=headers_set_by(self.auth_scheme))
        added: Mapping[str, str] = SecretMapping({**self.added, **more})
        return evolve(
            self,
            headers=SecretMapping({**self.headers, **more}),
            added=added,
            secrets=tuple(value for name, value in added.items() if is_secret_name(name)),
        )

    def headers_for(self, call: Call[object], policy: Policy, unique: Callable[[], str]) -> Mapping[str, str]:
        """The headers of all attempts of `call`, with its idempotency key: the user's, or a `unique` one."""
        if not is_change(call.operation.method, policy.retry.is_idempotent):
            return self.headers
        name = policy.key_header_for(call.operation)
        if name is None and self.key is None:
            return self.headers
        key = None if self.key is None else self.key.claim(call, name)
        # One key for all attempts. A key in the headers of the call replaces it.
        return self.headers if name is None else {**self.headers, name: key or unique()}

    def untyped_call(
        self,
        method: str,
        path: str,
        *,
        path_arguments: Mapping[str, object] | None,
        params: Mapping[str, object] | None,
        json: object,
        headers: Mapping[str, str] | None,
    ) -> Call[None]:
        """The call of an endpoint that is not wrapped; see `untyped_call`. Raises InputError."""
        json, headers = hidden(json), hidden(headers)
        if headers is not None:
            names = headers_set_by(self.auth_scheme)
            headers = checked_headers(headers, auth_names=names, of_one_call=True, error=InputError)
        call = untyped_call(
            method, path, path_arguments=path_arguments, params=params, json=json, headers=headers
        )
        operation = call.operation
        if self.key is None or not self.key.is_free_for(operation.method, operation.path):
            return call
        # With the key, the caller states that the endpoint knows such keys.
        return evolve(call, operation=keyed_operation(operation.method, operation.path))
