"""The table of traces: for each rule of the diff, the uses that it matters to and its effect on them.

Names that the new client lacks are found for all rules at once (`naming`); a rule with an empty entry has no
other effect on code that stands on a generated client, because the new client does the rest.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from seawall.codegen.impact.finding import Effect
from seawall.codegen.impact.trace.access import (
    alternative_gone,
    base_address,
    newly_secured,
    scheme_changed,
    scheme_text,
    server_text,
    status_number,
)
from seawall.codegen.impact.trace.calls import (
    arguments,
    called,
    input_required,
    left_out,
    result_changed,
)
from seawall.codegen.impact.trace.enums import value_added, value_gone
from seawall.codegen.impact.trace.literals import bound_number, header_text, named_text, renamed_text
from seawall.codegen.impact.trace.objects import created, field_left_out, field_required, passed_on, read
from seawall.codegen.impact.trace.offers import new_input, new_operation, new_property
from seawall.codegen.impact.trace.tracing import Tracer
from seawall.codegen.impact.trace.values import Values

__all__ = ["TRACERS"]

_BREAKS, _ALTERS, _STALE = Effect.BREAKS, Effect.ALTERS, Effect.STALE
_REFUSED = "the value that is sent is not known; some are refused now"
_RECEIVED = "the value that comes is not known; it may be one that did not come before"
_BODY = "the body of an answer with this status may be another"
_OTHERS = "the other rules for the value are not compared in detail"

_retyped: Final = (Values(received=_BREAKS, sent=_BREAKS), passed_on)
_widened: Final = (Values(received=_ALTERS, doubt=_RECEIVED), passed_on)
_narrowed: Final = (Values(sent=_BREAKS, doubt=_REFUSED),)
_deprecated: Final = (Values(received=_STALE, sent=_STALE, compares_types=False),)
_gone: Final = (named_text(_ALTERS, rest=", the name of what is gone"), passed_on)
_scheme: Final = (scheme_text(_BREAKS),)
_results: Final = (result_changed(None),)
_field_needed: Final = (field_required,)
_default: Final = (left_out(_ALTERS), field_left_out(_ALTERS))
_bound_in: Final = (bound_number, Values(sent=_ALTERS, doubt=_REFUSED))

_TABLE: Final[Mapping[str, tuple[Tracer, ...]]] = {
    # Operations.
    "operation-added": (new_operation,),
    "operation-removed": (),
    "operation-moved": (),
    "operation-path-renamed": (),
    "operation-id-changed": (),
    "operation-tags-changed": (),
    "operation-deprecated": (called(_STALE),),
    "operation-undeprecated": (),
    "sunset-added": (called(_STALE), arguments(_STALE)),
    "sunset-earlier": (called(_STALE), arguments(_STALE)),
    "sunset-later": (),
    # Parameters.
    "required-parameter-added": (input_required,),
    "optional-parameter-added": (new_input,),
    "parameter-removed": (named_text(_BREAKS, rest=", the name of what is gone"),),
    "parameter-renamed": (renamed_text,),
    "parameter-moved": (named_text(_ALTERS, rest=", which is sent elsewhere"),),
    "path-parameter-renamed": (),
    "parameter-became-required": (input_required,),
    "parameter-became-optional": (),
    "parameter-style-changed": (),
    "parameter-escaping-changed": (),
    "parameter-deprecated": (arguments(_STALE),),
    "parameter-undeprecated": (),
    # Bodies and answers.
    "required-body-added": (input_required,),
    "optional-body-added": (new_input,),
    "body-removed": (),
    "body-became-required": (input_required,),
    "body-became-optional": (),
    "media-type-added": _results,
    "media-type-removed": _results,
    "media-type-renamed": _results,
    "streaming-added": _results,
    "streaming-removed": _results,
    "encoding-changed": (),
    "success-status-added": (result_changed(_ALTERS, reason=_BODY),),
    "success-status-removed": (*_results, status_number(_BREAKS)),
    "error-status-added": (),
    "error-status-removed": (status_number(_STALE),),
    "status-generalized": (),
    "header-added": (),
    "required-header-removed": (header_text(_BREAKS, rest=", which no longer comes"),),
    "optional-header-removed": (header_text(_BREAKS, rest=", which no longer comes"),),
    "header-became-required": (),
    "header-became-optional": (header_text(_ALTERS, rest=", which may be missing"),),
    "header-deprecated": (header_text(_STALE, rest=""),),
    # Authentication and servers.
    "security-added": (newly_secured,),
    "security-removed": (),
    "security-alternative-added": (),
    "security-alternative-removed": (alternative_gone, *_scheme),
    "security-scope-added": (called(_BREAKS, reason="the scopes of the token are not known"),),
    "security-scope-removed": (),
    "security-scheme-changed": (scheme_changed, *_scheme),
    "security-scheme-renamed": _scheme,
    "security-flow-changed": _scheme,
    "server-added": (),
    "server-removed": (server_text(_ALTERS),),
    "server-changed": (server_text(_ALTERS),),
    "server-path-changed": (server_text(_BREAKS), base_address),
    "server-variable-changed": (server_text(_ALTERS),),
    # Types.
    "type-changed": _retyped,
    "type-widened": _widened,
    "type-narrowed": _narrowed,
    "became-nullable": (Values(received=_BREAKS, empty="None"), passed_on),
    "became-not-nullable": _narrowed,
    "format-changed": _retyped,
    "format-widened": _widened,
    "format-narrowed": _narrowed,
    "content-changed": _retyped,
    # Values.
    "enum-value-added": (value_added,),
    "enum-value-removed": (value_gone,),
    "enum-value-renamed": (value_gone,),
    "became-enum": _narrowed,
    "became-not-enum": _widened,
    "const-changed": (value_gone, Values(received=_ALTERS, sent=_BREAKS)),
    "bound-added": _bound_in,
    "bound-tightened": _bound_in,
    "bound-loosened": (bound_number,),
    "bound-removed": (bound_number,),
    "pattern-added": _narrowed,
    "pattern-changed": _narrowed,
    "pattern-removed": (),
    "unique-items-added": _narrowed,
    "unique-items-removed": (),
    "tuple-changed": _retyped,
    "default-added": _default,
    "default-changed": _default,
    "default-removed": _default,
    # Objects.
    "required-property-added": (*_field_needed, new_property),
    "optional-property-added": (new_property,),
    "property-added-to-closed-object": (*_field_needed, new_property),
    "required-property-removed": _gone,
    "optional-property-removed": _gone,
    "property-forbidden": _gone,
    "property-renamed": (renamed_text, passed_on),
    "property-became-required": _field_needed,
    "property-became-optional": (Values(received=_BREAKS, empty="UNSET"), passed_on),
    "property-became-read-only": (Values(sent=_ALTERS),),
    "property-became-not-read-only": (),
    "required-property-writable": _field_needed,
    "property-became-write-only": (read,),
    "property-became-not-write-only": (),
    "deprecated": _deprecated,
    "undeprecated": (),
    "additional-properties-forbidden": (
        created(_BREAKS, reason="whether it gets other properties is not known"),
    ),
    "additional-properties-allowed": (),
    # Unions.
    "union-member-added": _widened,
    "union-member-removed": _narrowed,
    "union-became-exclusive": (),
    "union-became-inclusive": (),
    "discriminator-added": (),
    "discriminator-removed": (),
    "discriminator-property-changed": (Values(received=_ALTERS, sent=_ALTERS, doubt=_OTHERS),),
    "discriminator-value-added": (Values(received=_ALTERS, doubt=_RECEIVED),),
    "discriminator-value-removed": _narrowed,
    "discriminator-value-changed": (Values(received=_ALTERS, sent=_BREAKS, doubt=_OTHERS),),
    "discriminator-default-changed": (Values(received=_ALTERS, doubt=_OTHERS),),
    # Schemas as parts.
    "keyword-changed": (Values(sent=_ALTERS, doubt=_OTHERS),),
    "schema-added": (),
    "schema-removed": (),
    "schema-renamed": (),
    "not-compared": (Values(received=_ALTERS, sent=_ALTERS, doubt=_OTHERS),),
}

TRACERS: Final[Mapping[str, tuple[Tracer, ...]]] = MappingProxyType(dict(_TABLE))
"""The traces of each rule of the diff."""
