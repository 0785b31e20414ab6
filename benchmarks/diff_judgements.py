"""Judgements of verdicts of oasdiff that are not breaking here; see docs/diff-rules.md for the reasons."""

from collections.abc import Mapping
from typing import Final

__all__ = ["JUDGED", "REASONS"]

REASONS: Final[Mapping[str, str]] = {
    "same values": "wrong",
    "fewer values": "wrong",
    "enum": "wrong",
    "renamed": "wrong",
    "inside": "wrong",
    "intersection": "wrong",
    "same path": "wrong",
    "no type": "policy",
    "default": "policy",
}
"""The reasons; `wrong` if the verdict does not hold, `policy` if both levels can be defended."""

_ONE_OF = r"(request|response)-(body|property)-(one|any)-of-(added|removed)"

# Spec, versions, kind, level here (None: any), reason. The first that fits counts.
JUDGED: Final[tuple[tuple[str, tuple[str, ...], str, str | None, str], ...]] = (
    ("discord", ("01-02",), r"new-required-request-property", None, "same values"),
    ("discord", ("01-02",), r"request-body-one-of-removed", None, "same values"),
    ("discord", ("01-02",), r"response-property-list-of-types-widened", None, "same values"),
    ("discord", ("01-02",), r"response-required-property-removed", None, "inside"),
    ("discord", ("02-03",), r"(request|response)-body-.*", None, "same values"),
    ("discord", ("01-02", "02-03", "03-04", "04-05"), r"response-property-one-of-added", "risky", "enum"),
    ("discord", ("02-03", "04-05"), r"response-property-one-of-added", "safe", "fewer values"),
    ("discord", ("03-04",), r"response-property-one-of-added", None, "intersection"),
    ("discord", ("04-05",), r"request-property-one-of-removed", None, "intersection"),
    ("kratos", ("01-02",), r"request-body-one-of-removed", None, "renamed"),
    ("kratos", ("02-03",), r"request-body-one-of-removed", None, "same values"),
    ("kratos", ("02-03",), r"request-parameter-enum-value-removed", None, "same values"),
    ("kratos", ("04-05",), r"request-parameter-default-value-removed", None, "default"),
    ("langfuse", ("01-02", "02-03", "03-04", "04-05", "05-06"), _ONE_OF, None, "inside"),
    ("langfuse", ("02-03",), r"response-required-property-removed", None, "inside"),
    ("langfuse", ("01-02", "04-05"), r"response-required-property-removed", None, "intersection"),
    ("letta", ("01-02",), r"api-removed-without-deprecation", None, "same path"),
    ("letta", ("01-02",), r"request-parameter-default-value-added", None, "default"),
    ("letta", ("01-02",), r"response-body-one-of-added", None, "fewer values"),
    ("letta", ("01-02",), r"response-property-one-of-added", None, "inside"),
    ("letta", ("01-02", "03-04", "04-05"), r"request-(body-any|property-one)-of-removed", "safe", "renamed"),
    ("letta", ("01-02",), r"request-body-any-of-removed", None, "renamed"),
    ("letta", ("02-03",), r"response-property-one-of-added", None, "renamed"),
    ("letta", ("04-05", "05-06"), r"request-property-one-of-removed", None, "inside"),
    ("museum", ("02-03", "03-04"), r"(request|response)-body-type-changed", None, "no type"),
    ("museum", ("03-04",), r"request-body-all-of-added", None, "intersection"),
    ("museum", ("03-04",), r"response-required-property-removed", None, "intersection"),
    ("overseerr", ("03-04",), r"new-request-path-parameter", None, "same path"),
)
