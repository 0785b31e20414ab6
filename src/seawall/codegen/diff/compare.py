"""`compare_specs` makes the difference of two versions of an API."""

from collections.abc import Sequence

from attrs import define, field

from seawall.codegen.api.model import Api, ApiOperation
from seawall.codegen.diff.access import compare_scheme, compare_security, compare_servers, scheme_names
from seawall.codegen.diff.change import Diff, Rename
from seawall.codegen.diff.contents import compare_answers, compare_bodies
from seawall.codegen.diff.keywords import Keywords, keywords_of
from seawall.codegen.diff.likeness import LIKELY, Likeness, name_likeness, pairs_of, schema_likeness
from seawall.codegen.diff.operations import OperationPair, pair_operations
from seawall.codegen.diff.parameters import compare_parameters
from seawall.codegen.diff.record import Node, Record, Site
from seawall.codegen.diff.schemas import SchemaComparison
from seawall.codegen.diff.types import type_words
from seawall.codegen.diff.values import sunset
from seawall.codegen.effective_spec import EffectiveSpec

__all__ = ["compare_apis", "compare_specs"]

# Without a place that both use, two schemas are one only if names and parts are much alike.
_UNUSED = 0.75


def compare_specs(old: EffectiveSpec, new: EffectiveSpec) -> Diff:
    """Compare two effective specs: as `compare_apis`, and keywords that the Api does not hold."""
    return _compared(_Run(old=old.api, new=new.api, keywords=_keywords(old, new)))


def _keywords(old: EffectiveSpec, new: EffectiveSpec) -> tuple[Keywords, Keywords]:
    return keywords_of(old.document), keywords_of(new.document)


def compare_apis(old: Api, new: Api) -> Diff:
    """Compare two versions of an API: every change with its level, and the operations that it reaches.

    Titles, descriptions and examples are not compared.
    """
    return _compared(_Run(old=old, new=new))


def _compared(run: "_Run") -> Diff:
    old, new = run.old, run.new
    run.all_operations(old.operations, new.operations, is_reversed=False)
    run.all_operations(old.webhooks, new.webhooks, is_reversed=True)
    run.schemas.run()
    run.schema_names()
    return Diff(
        title=new.title, old_version=old.version, new_version=new.version, changes=run.record.changes()
    )


@define(kw_only=True)
class _Run:
    old: Api
    new: Api
    keywords: tuple[Keywords, Keywords] = ({}, {})
    record: Record = field(factory=Record)
    schemas: SchemaComparison = field(init=False)
    _names: dict[str, str] = field(init=False)
    _schemes: dict[str, Node] = field(factory=dict)
    _servers: Node = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.schemas = SchemaComparison(
            old_api=self.old, new_api=self.new, record=self.record, keywords=self.keywords
        )
        self._names = scheme_names(self.old, self.new)
        for name in self._names:
            self._schemes[name] = self.record.node()
            compare_scheme(
                Site(node=self._schemes[name], place=""), self.old, self.new, (name, self._names[name])
            )
        self._servers = self.record.node()
        compare_servers(
            Site(node=self._servers, place=""), self.old.servers, self.new.servers, ("#/servers", "#/servers")
        )

    def all_operations(
        self, old: Sequence[ApiOperation], new: Sequence[ApiOperation], *, is_reversed: bool
    ) -> None:
        """Compare operations; in webhooks (`is_reversed`) the client receives the request."""
        found = pair_operations(old, new)
        for pair in found.pairs:
            nodes = self.record.operation(pair.old.key, is_reversed=is_reversed)
            self._operation(pair, nodes, "")
        for operation in found.gone:
            nodes = self.record.operation(operation.key, is_reversed=is_reversed)
            self._gone(operation, nodes, "")
        for operation in found.came:
            nodes = self.record.operation(operation.key, is_reversed=is_reversed)
            self._came(operation, nodes, "")

    def _operation(self, pair: OperationPair, nodes: tuple[Node, Node], prefix: str) -> None:
        old, new = pair.old, pair.new
        self._facts(Site(node=nodes[0], place=f"{prefix}{old.key}"), pair)
        request, response = (Site(node=node, place=prefix) for node in nodes)
        compare_parameters(self.schemas, request, old, new)
        compare_bodies(self.schemas, request, old, new)
        compare_answers(self.schemas, response, old, new)
        compare_security(request, old, new, self._names)
        self._access(request, old, new)
        callbacks = pair_operations(old.callbacks, new.callbacks)
        inner = nodes[1], nodes[0]
        for each in callbacks.pairs:
            self._operation(each, inner, f"{prefix}callback {each.old.key} ")
        for gone in callbacks.gone:
            self._gone(gone, inner, f"{prefix}callback ")
        for came in callbacks.came:
            self._came(came, inner, f"{prefix}callback ")

    def _access(self, site: Site, old: ApiOperation, new: ApiOperation) -> None:
        """Compare the servers, and lead to the schemes that the operation had."""
        if old.servers == self.old.servers and new.servers == self.new.servers:
            site.lead_to(self._servers)
        else:
            compare_servers(site, old.servers, new.servers, (old.pointer, new.pointer))
        for name in {name for alternative in old.security for name in alternative}:
            if name in self._schemes:
                site.lead_to(self._schemes[name])

    def _facts(self, site: Site, pair: OperationPair) -> None:
        old, new = pair.old, pair.new
        places = (old.pointer, new.pointer)
        if pair.rename is not None:
            is_moved = not pair.is_same_form
            rule = "operation-moved" if is_moved else "operation-path-renamed"
            words = f"is {new.key} now"
            site.add(rule, words, before=old.key, after=new.key, rename=pair.rename, at=places)
        if old.operation_id != new.operation_id:
            words = f"has the operationId {new.operation_id} instead of {old.operation_id}"
            site.add(
                "operation-id-changed", words, before=old.operation_id, after=new.operation_id, at=places
            )
        if old.tags != new.tags:
            words = f"has the tags {', '.join(new.tags) or 'none'} instead of {', '.join(old.tags) or 'none'}"
            site.add("operation-tags-changed", words, before=old.tags, after=new.tags, at=places)
        if old.deprecated != new.deprecated:
            rule = "operation-deprecated" if new.deprecated else "operation-undeprecated"
            site.add(rule, "is deprecated" if new.deprecated else "is no longer deprecated", at=places)
        sunset(site, (old.pointer, old.extensions), (new.pointer, new.extensions))

    def _gone(self, operation: ApiOperation, nodes: tuple[Node, Node], prefix: str) -> None:
        words = "is gone; it was deprecated" if operation.deprecated else "is gone"
        site = Site(node=nodes[0], place=f"{prefix}{operation.key}")
        site.add("operation-removed", words, at=(operation.pointer, ""), before=operation.operation_id)

    def _came(self, operation: ApiOperation, nodes: tuple[Node, Node], prefix: str) -> None:
        site = Site(node=nodes[0], place=f"{prefix}{operation.key}")
        site.add("operation-added", "is new", at=("", operation.pointer), after=operation.operation_id)

    def schema_names(self) -> None:
        """Note component schemas that came, went or have another name."""
        gone = [name for name in self.old.schemas if name not in self.new.schemas]
        came = [name for name in self.new.schemas if name not in self.old.schemas]
        left, right = set(gone), set(came)
        pairs = [(old, new) for old, new in self.schemas.named if old in left and new in right]
        likely = [(self._likeness(old, new, is_used=True), old, new) for old, new in pairs]
        likely.sort(key=lambda one: (-one[0].value, one[1], one[2]))
        for like, old, new in likely:
            if like.value >= LIKELY and old in left and new in right:
                self._renamed(old, new, like)
                left.remove(old)
                right.remove(new)
        rest = [name for name in gone if name in left], [name for name in came if name in right]
        for old, new, like in pairs_of(*rest, self._likeness, least=_UNUSED):
            self._renamed(old, new, like)
            left.remove(old)
            right.remove(new)
        site = Site(node=self.record.node(), place="")
        for name in (name for name in gone if name in left):
            schema = self.old.schemas[name]
            site.inside(f"schema {name}").add("schema-removed", "is gone", at=(schema.pointer, ""))
        for name in (name for name in came if name in right):
            schema = self.new.schemas[name]
            site.inside(f"schema {name}").add("schema-added", "is new", at=("", schema.pointer))

    def _likeness(self, old: str, new: str, *, is_used: bool = False) -> Likeness:
        name = name_likeness(old, new)
        before, after = self.old.schemas[old], self.new.schemas[new]
        parts = schema_likeness(self.old, before, self.new, after)
        value = min(0.5 * name + 0.5 * parts, 0.99)
        reasons = (
            f"the names are {name:.0%} alike",
            f"the parts are {parts:.0%} alike",
            *(["one is used where the other was"] if is_used else []),
        )
        return Likeness(value + (1 - value) * 0.3 if is_used else value, reasons)

    def _renamed(self, old: str, new: str, like: Likeness) -> None:
        node = self.schemas.named.get((old, new)) or self.record.node()
        before, after = self.old.schemas[old], self.new.schemas[new]
        Site(node=node, place=f"schema {old}").add(
            "schema-renamed",
            f"is called {new} now",
            at=(before.pointer, after.pointer),
            before=type_words(before),
            after=type_words(after),
            rename=Rename(old=old, new=new, likelihood=round(like.value, 2), reasons=like.reasons),
        )
