"""The table of rules: the kinds of changes, with their levels in a request and in a response."""

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from seawall.codegen.diff.change import Direction, Level

__all__ = ["RULES", "Rule"]


@frozen
class Rule:
    """A kind of change: its level where a client sends the part, and where it receives it."""

    id: str
    request: Level
    response: Level
    explanation: str

    def level(self, direction: Direction) -> Level:
        """The level in `direction`; of both, the worse."""
        if direction is Direction.REQUEST:
            return self.request
        if direction is Direction.RESPONSE:
            return self.response
        return min(self.request, self.response, key=lambda level: level.weight)


_B, _R, _S = Level.BREAKING, Level.RISKY, Level.SAFE

_TABLE = (
    # Operations.
    Rule("operation-added", _S, _S, "A new operation, webhook or callback."),
    Rule(
        "operation-removed", _B, _B, "An operation is gone; that it was deprecated does not help its callers."
    ),
    Rule("operation-moved", _B, _B, "An operation has another path or method."),
    Rule("operation-path-renamed", _S, _S, "Only the name of a placeholder in a path changed."),
    Rule("operation-id-changed", _S, _S, "The operationId changed, which names functions but is not sent."),
    Rule("operation-tags-changed", _S, _S, "The tags changed, which are not sent."),
    Rule("operation-deprecated", _S, _S, "An operation is deprecated."),
    Rule("operation-undeprecated", _S, _S, "An operation is no longer deprecated."),
    Rule("sunset-added", _R, _R, "A date is given after which a part is gone."),
    Rule("sunset-earlier", _R, _R, "A part is gone earlier than announced, or the date can not be read."),
    Rule("sunset-later", _S, _S, "A part is gone later than announced, or stays."),
    # Parameters.
    Rule("required-parameter-added", _B, _B, "A new parameter must be sent."),
    Rule("optional-parameter-added", _S, _S, "A new parameter may be sent."),
    Rule("parameter-removed", _R, _R, "A parameter is gone: the server ignores or refuses it."),
    Rule("parameter-renamed", _B, _B, "A parameter has another name on the wire."),
    Rule("parameter-moved", _B, _B, "A parameter has another location, such as header instead of query."),
    Rule("path-parameter-renamed", _S, _S, "A path parameter has another name, which is not sent."),
    Rule("parameter-became-required", _B, _S, "A parameter must be sent now."),
    Rule("parameter-became-optional", _S, _B, "A parameter may be left out now."),
    Rule("parameter-style-changed", _B, _B, "`style`, `explode` or the media type of a parameter changed."),
    Rule("parameter-escaping-changed", _R, _R, "`allowReserved` of a parameter changed."),
    Rule("parameter-deprecated", _S, _S, "A parameter is deprecated."),
    Rule("parameter-undeprecated", _S, _S, "A parameter is no longer deprecated."),
    # Bodies and answers.
    Rule("required-body-added", _B, _B, "An operation needs a body now."),
    Rule("optional-body-added", _S, _S, "An operation takes a body now."),
    Rule("body-removed", _B, _B, "An operation no longer takes a body."),
    Rule("body-became-required", _B, _S, "A body must be sent now."),
    Rule("body-became-optional", _S, _B, "A body may be left out now."),
    Rule("media-type-added", _S, _S, "A body or answer may have another media type, too."),
    Rule("media-type-removed", _B, _B, "A body or answer no longer has a media type."),
    Rule("media-type-renamed", _S, _S, "Only the parameters of a media type changed."),
    Rule("streaming-added", _R, _B, "A body or answer is also a stream of items."),
    Rule("streaming-removed", _B, _B, "A body or answer is no longer a stream of items."),
    Rule("encoding-changed", _B, _B, "A part of a form or multipart body is encoded in another way."),
    Rule("success-status-added", _R, _R, "An operation may succeed with another status."),
    Rule("success-status-removed", _B, _B, "An operation no longer succeeds with this status."),
    Rule("error-status-added", _S, _S, "An operation may fail with another status."),
    Rule("error-status-removed", _S, _S, "An error status is no longer listed."),
    Rule("status-generalized", _S, _S, "A range or `default` stands for a status that was listed."),
    Rule("header-added", _S, _S, "An answer has another header."),
    Rule("required-header-removed", _B, _B, "A header that always came is gone."),
    Rule("optional-header-removed", _R, _R, "A header that could come is gone."),
    Rule("header-became-required", _B, _S, "A header always comes now."),
    Rule("header-became-optional", _S, _B, "A header may be missing now."),
    Rule("header-deprecated", _S, _S, "A header is deprecated."),
    # Authentication and servers.
    Rule("security-added", _B, _B, "An operation that needed no authentication needs it now."),
    Rule("security-removed", _S, _S, "An operation no longer needs authentication."),
    Rule("security-alternative-added", _S, _S, "Another way to authenticate is accepted."),
    Rule("security-alternative-removed", _B, _B, "A way to authenticate is no longer accepted."),
    Rule("security-scope-added", _B, _B, "An operation needs another scope."),
    Rule("security-scope-removed", _S, _S, "An operation needs one scope less."),
    Rule("security-scheme-changed", _B, _B, "Credentials are sent in another way."),
    Rule("security-scheme-renamed", _S, _S, "Only the name of a scheme changed, which is not sent."),
    Rule("security-flow-changed", _R, _R, "URLs, flows or scopes of OAuth 2 or OpenID Connect changed."),
    Rule("server-added", _S, _S, "The API has another server."),
    Rule("server-removed", _R, _R, "A server is no longer listed."),
    Rule("server-changed", _R, _R, "The first server is another host."),
    Rule("server-path-changed", _B, _B, "The path of the first server, a prefix of every request, changed."),
    Rule("server-variable-changed", _R, _R, "A variable of a server changed its default or values."),
    # Types.
    Rule("type-changed", _B, _B, "A value has another type."),
    Rule("type-widened", _S, _B, "A value may have more types."),
    Rule("type-narrowed", _B, _S, "A value may have fewer types."),
    Rule("became-nullable", _S, _B, "A value may be null."),
    Rule("became-not-nullable", _B, _S, "A value may no longer be null."),
    Rule("format-changed", _B, _B, "A value has another format."),
    Rule("format-widened", _S, _B, "A format allows more, or is gone."),
    Rule("format-narrowed", _B, _S, "A format that allows less, or is new."),
    Rule("content-changed", _B, _B, "Media type or encoding of the content of a string changed."),
    # Values.
    Rule("enum-value-added", _S, _R, "An enum has another value."),
    Rule("enum-value-removed", _B, _S, "An enum has one value less."),
    Rule("enum-value-renamed", _B, _B, "A value of an enum is written in another way."),
    Rule("became-enum", _B, _S, "A value is one of a list now."),
    Rule("became-not-enum", _S, _R, "A value is no longer one of a list."),
    Rule("const-changed", _B, _B, "A constant has another value."),
    Rule("bound-added", _B, _S, "A number, length or count is limited."),
    Rule("bound-tightened", _B, _S, "A limit of a number, length or count is narrower."),
    Rule("bound-loosened", _S, _B, "A limit of a number, length or count is wider."),
    Rule("bound-removed", _S, _B, "A number, length or count is no longer limited."),
    Rule("pattern-added", _B, _S, "A string must match a pattern."),
    Rule("pattern-changed", _R, _R, "The pattern of a string changed; two patterns can not be compared."),
    Rule("pattern-removed", _S, _R, "A string need not match a pattern."),
    Rule("unique-items-added", _B, _S, "Items of a list must differ."),
    Rule("unique-items-removed", _S, _R, "Items of a list may be equal."),
    Rule("tuple-changed", _B, _B, "A list has more or fewer items with types of their own."),
    Rule("default-added", _R, _S, "The server has a default for a value that is left out."),
    Rule("default-changed", _B, _S, "A value that is left out means something else."),
    Rule("default-removed", _R, _S, "The default for a value that is left out is not known."),
    # Objects.
    Rule("required-property-added", _B, _S, "An object has another property, which is required."),
    Rule("optional-property-added", _S, _S, "An object has another property."),
    Rule("property-added-to-closed-object", _S, _R, "An object that allowed no other property has one."),
    Rule("required-property-removed", _R, _B, "A required property is gone."),
    Rule("optional-property-removed", _R, _R, "An optional property is gone."),
    Rule("property-forbidden", _B, _B, "A property is gone, and the object allows no other."),
    Rule("property-renamed", _B, _B, "A property has another name on the wire."),
    Rule("property-became-required", _B, _S, "A property must be there now."),
    Rule("property-became-optional", _S, _B, "A property may be left out now."),
    Rule("property-became-read-only", _R, _S, "A property is not accepted any more: it is only received."),
    Rule("property-became-not-read-only", _S, _S, "A property that was only received may be sent."),
    Rule("required-property-writable", _B, _S, "A required property that was only received must be sent."),
    Rule("property-became-write-only", _S, _B, "A property is only sent and does not come back."),
    Rule("property-became-not-write-only", _S, _S, "A property that was only sent comes back."),
    Rule("deprecated", _S, _S, "A property or schema is deprecated."),
    Rule("undeprecated", _S, _S, "A property or schema is no longer deprecated."),
    Rule("additional-properties-forbidden", _B, _S, "An object allows no other properties."),
    Rule("additional-properties-allowed", _S, _R, "An object allows other properties."),
    # Unions.
    Rule("union-member-added", _S, _B, "A value may be of another member of a union."),
    Rule("union-member-removed", _B, _S, "A union has one member less."),
    Rule("union-became-exclusive", _R, _S, "A value may fit only one member (`oneOf` instead of `anyOf`)."),
    Rule("union-became-inclusive", _S, _S, "A value may fit several members (`anyOf` instead of `oneOf`)."),
    Rule("discriminator-added", _R, _S, "A property tells the members of a union apart."),
    Rule("discriminator-removed", _S, _R, "No property tells the members of a union apart."),
    Rule("discriminator-property-changed", _B, _B, "Another property tells the members of a union apart."),
    Rule("discriminator-value-added", _S, _R, "A discriminator has another value for a member."),
    Rule("discriminator-value-removed", _B, _S, "A discriminator has one value less."),
    Rule("discriminator-value-changed", _B, _B, "A value of a discriminator stands for another member."),
    Rule(
        "discriminator-default-changed", _R, _R, "Other values of a discriminator stand for another member."
    ),
    # Schemas as parts.
    Rule("keyword-changed", _R, _R, "A keyword that no other rule compares changed, such as `not` or `if`."),
    Rule("schema-added", _S, _S, "A new schema."),
    Rule("schema-removed", _S, _S, "A schema is gone; changes of its users have their own places."),
    Rule("schema-renamed", _S, _S, "A schema has another name, which names classes but is not sent."),
    Rule("not-compared", _R, _R, "A schema is used beside too many others to be compared with each."),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _TABLE})
"""Every rule by its id."""
