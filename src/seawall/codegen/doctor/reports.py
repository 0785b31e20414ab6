"""Reports of the findings: JSON, and SARIF 2.1.0 for code scanners.

The format is that of https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
"""

from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote, urljoin

from attrs import asdict

from seawall.codegen.api.model import Api
from seawall.codegen.doctor.fix import Fix, Severity
from seawall.codegen.doctor.rules import RULES
from seawall.codegen.spec.plain_data import Json

__all__ = ["by_weight", "findings_of", "json_report", "sarif_report"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.INFO: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}
_WEIGHTS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_NUMBERS = {rule: number for number, rule in enumerate(RULES)}


def by_weight(fixes: Sequence[Fix]) -> list[Fix]:
    """Sort findings: errors, warnings, then the rest; of one severity by rule, in the order of the table."""
    return sorted(fixes, key=lambda fix: (_WEIGHTS[fix.severity], _NUMBERS[fix.rule]))


def findings_of(api: Api) -> list[Fix]:
    """Return the findings of the reading of a converted spec; their pointers are those of that spec."""
    return [
        Fix(
            rule="not-in-client" if finding.is_error else "changed-in-client",
            severity=Severity.ERROR if finding.is_error else Severity.INFO,
            pointer=finding.pointer,
            message=f"{finding.message} {finding.fix}".strip(),
        )
        for finding in api.findings
    ]


def json_report(spec: str, fixes: Sequence[Fix]) -> dict[str, Json]:
    """Return the findings as JSON: `spec` as it was given, counts by severity, and each finding."""
    counts = Counter(fix.severity for fix in fixes)
    findings: list[Json] = [asdict(fix) | {"severity": str(fix.severity)} for fix in by_weight(fixes)]
    return {
        "spec": spec,
        "counts": {str(severity): counts[severity] for severity in Severity},
        "findings": findings,
    }


def sarif_report(uri: str, fixes: Sequence[Fix], *, version: str) -> dict[str, Json]:
    """Return the findings as a SARIF log; `uri` is that of the spec, `version` that of Seawall."""
    used = [rule for rule in RULES.values() if any(fix.rule == rule.id for fix in fixes)]
    indexes = {rule.id: index for index, rule in enumerate(used)}
    rules: list[Json] = [
        {
            "id": rule.id,
            "shortDescription": {"text": rule.explanation},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        }
        for rule in used
    ]
    driver: dict[str, Json] = {"name": "Seawall", "version": version, "rules": rules}
    results: list[Json] = [_result(uri, fix, indexes[fix.rule]) for fix in by_weight(fixes)]
    run: Json = {"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(uri: str, fix: Fix, index: int) -> Json:
    document, _, pointer = fix.pointer.partition("#")
    location = urljoin(uri, quote(document)) if document else uri
    if document.startswith("/"):
        location = f"file://{quote(document)}"
    changes: Json = {name: text for name, text in (("before", fix.before), ("after", fix.after)) if text}
    return {
        "ruleId": fix.rule,
        "ruleIndex": index,
        "level": _LEVELS[fix.severity],
        "message": {"text": fix.message},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": location}},
                "logicalLocations": [{"fullyQualifiedName": f"#{pointer}", "kind": "value"}],
            }
        ],
        "properties": changes,
    }
