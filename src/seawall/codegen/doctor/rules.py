"""The table of rules: the id, the usual severity and the meaning of each."""

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from seawall.codegen.doctor.fix import Severity

__all__ = ["RULES", "Rule"]


@frozen
class Rule:
    """A rule of the doctor; `explanation` is one sentence."""

    id: str
    severity: Severity
    explanation: str


_INFO, _WARNING, _ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

_TABLE = (
    # Documents and references.
    Rule("dialect", _INFO, "The document is in another dialect and becomes OpenAPI 3.1."),
    Rule("duplicate-key", _WARNING, "A key is given twice in one object."),
    Rule("unknown-key", _INFO, "OpenAPI has no such key at the top of a document."),
    Rule("missing-info", _INFO, "The document has no title or version; both are required."),
    Rule("no-operations", _WARNING, "The document has neither paths nor webhooks."),
    Rule("webhooks-extension", _INFO, "`x-webhooks` becomes `webhooks`, which OpenAPI has since 3.1."),
    Rule("bundled-reference", _INFO, "The target in another document becomes a component."),
    Rule("lifted-reference", _INFO, "The target inside another part becomes a component of its own."),
    Rule("dynamic-reference", _INFO, "`$dynamicRef` becomes a `$ref` to the anchor of that name."),
    Rule("misplaced-reference", _WARNING, "The target is missing; the component of that name is meant."),
    Rule("dangling-reference", _WARNING, "The target is missing: a schema becomes any value."),
    Rule("lost-reference", _ERROR, "The target is missing, so that the part is left out."),
    Rule("misplaced-schema", _WARNING, "A schema stands in the place of an answer, a body or a media type."),
    Rule("misplaced-media-type", _WARNING, "Media types stand beside `content`, not in it."),
    Rule("media-type-name", _WARNING, "The key of a content is a word for a media type."),
    Rule("circular-reference", _WARNING, "References lead back to themselves and never to a value."),
    Rule("inlined-reference", _INFO, "The target is copied here: OpenAPI 3.1 has no component for it."),
    Rule("reference-siblings", _INFO, "Keywords beside a `$ref` move into an `allOf` with it."),
    Rule("component-name", _WARNING, "The name of a component has characters that OpenAPI does not allow."),
    Rule("invalid-value", _WARNING, "A value has the wrong type; it is converted or left out."),
    # Schemas.
    Rule("boolean-schema", _INFO, "`true` becomes the empty schema, `false` becomes `not: {}`."),
    Rule("local-definitions", _INFO, "`$defs`, `$id` and anchors go: references name components."),
    Rule("nullable", _INFO, "`nullable` becomes the type `null`."),
    Rule("exclusive-bound", _INFO, "A boolean beside a bound becomes the exclusive bound."),
    Rule("schema-example", _INFO, "`example` of a schema becomes `examples`."),
    Rule("file-type", _INFO, "`type: file` becomes a binary string."),
    Rule("unknown-type", _WARNING, "The type is not one of JSON Schema; the one that is meant is used."),
    Rule("duplicate-type", _INFO, "A list of types names one twice, or is empty."),
    Rule("array-without-items", _INFO, "An array without `items` has items of any value."),
    Rule("tuple-items", _INFO, "A list in `items` becomes `prefixItems`."),
    Rule("enum-null", _INFO, "`null` leaves an enum; the type `null` says the same."),
    Rule("enum-duplicate", _WARNING, "An enum has a value twice."),
    Rule("enum-empty", _WARNING, "An enum without values allows nothing; it is left out."),
    Rule("enum-type", _WARNING, "Values of an enum do not fit the type; values or type are adapted."),
    Rule("enum-on-array", _WARNING, "An enum beside `type: array` is meant for the items."),
    Rule("default-type", _WARNING, "The default does not fit the type; it is converted or left out."),
    Rule("required-flag", _WARNING, "`required` of a property is a boolean; the object lists the name."),
    Rule("collection-format", _INFO, "`collectionFormat` becomes `style` and `explode`."),
    Rule("discriminator", _WARNING, "A discriminator has no property, or its mapping leads nowhere."),
    Rule("discriminator-form", _INFO, "A discriminator is an object whose mapping has references."),
    # Operations.
    Rule("path-slash", _WARNING, "A path does not begin with a slash."),
    Rule("path-query", _INFO, "A query in a path becomes query parameters with one value."),
    Rule("path-fragment", _WARNING, "A fragment in a path is not sent; it only tells operations apart."),
    Rule("path-template", _WARNING, "A placeholder of a path is written in another syntax."),
    Rule("missing-operation-id", _INFO, "An operation without operationId gets one from method and path."),
    Rule("duplicate-operation-id", _WARNING, "Two operations have one operationId; the second gets another."),
    Rule("unknown-method", _WARNING, "A key of a path is no method; a different case is corrected."),
    Rule("undeclared-path-parameter", _WARNING, "A placeholder has no parameter; a string is declared."),
    Rule("unused-path-parameter", _WARNING, "A path parameter without a placeholder is left out."),
    Rule("path-parameter-name", _WARNING, "Parameter and placeholder differ in case or punctuation."),
    Rule("path-parameter-required", _INFO, "A path parameter is always required."),
    Rule("parameter-location", _WARNING, "The `in` of a parameter is missing or unknown."),
    Rule("parameter-name", _ERROR, "A parameter without a name is left out."),
    Rule("parameter-schema", _WARNING, "A parameter has no schema, or its keywords stand beside `schema`."),
    Rule(
        "parameter-style",
        _WARNING,
        "A parameter of this kind has no such style; the default counts.",
    ),
    Rule("duplicate-parameter", _WARNING, "A parameter is declared twice in one list; the first counts."),
    Rule("query-string", _INFO, "The whole query string as one parameter becomes one for each property."),
    Rule("body-parameter", _INFO, "A body or form parameter becomes the request body."),
    Rule("header-schema", _INFO, "A header has no schema; it is text, or its keywords move into one."),
    Rule("missing-answers", _WARNING, "An operation names no answer; `default` is added."),
    Rule("status-key", _WARNING, "The key of an answer is no status, range or `default`."),
    Rule("missing-description", _INFO, "An answer has no description, which is required."),
    Rule("empty-content", _INFO, "A media type without content becomes an object."),
    Rule("answer-schema", _INFO, "The schema of an answer moves below its media types."),
    Rule("server", _INFO, "A server takes the form of OpenAPI 3.1."),
    Rule("security", _WARNING, "A security requirement is malformed, or its scheme is not declared."),
    Rule("security-scheme", _INFO, "A security scheme takes the form of OpenAPI 3.1."),
    # What the next step, the reading of the converted spec, finds.
    Rule("not-in-client", _ERROR, "A client can not have this part."),
    Rule("changed-in-client", _INFO, "A client has this part in another form."),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _TABLE})
"""Every rule by its id."""
