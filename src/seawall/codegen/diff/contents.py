"""Compares bodies and answers: media types, encodings, statuses, headers, and their schemas."""

from collections.abc import Mapping, Sequence

from seawall.codegen.api.model import Answer, ApiOperation, Body, Content, Encoding, Header
from seawall.codegen.api.shapes import AnyValue, Schema
from seawall.codegen.diff.record import Site
from seawall.codegen.diff.schemas import SchemaComparison
from seawall.codegen.diff.types import type_words

__all__ = ["compare_answers", "compare_bodies"]

_STREAMS = frozenset({"event-stream", "json-lines"})


def compare_bodies(comparison: SchemaComparison, site: Site, old: ApiOperation, new: ApiOperation) -> None:
    """Compare the request bodies of one operation."""
    before, after = old.body, new.body
    inner = site.inside("body")
    if before is None and after is not None:
        rule = "required-body-added" if after.required else "optional-body-added"
        words = f"is new and {'required' if after.required else 'optional'}"
        inner.add(rule, words, at=("", after.pointer), after=_types(after.contents))
    elif before is not None and after is None:
        inner.add("body-removed", "is gone", at=(before.pointer, ""), before=_types(before.contents))
    elif before is not None and after is not None:
        _need(inner, before, after)
        _contents(comparison, inner, (before.pointer, before.contents), (after.pointer, after.contents))


def _need(site: Site, old: Body, new: Body) -> None:
    if old.required != new.required:
        rule = "body-became-required" if new.required else "body-became-optional"
        words = f"is {'required' if new.required else 'optional'} now"
        site.add(rule, words, at=(old.pointer, new.pointer))


def _types(contents: Sequence[Content]) -> str:
    return ", ".join(content.media_type for content in contents)


def _contents(
    comparison: SchemaComparison,
    site: Site,
    old: tuple[str, Sequence[Content]],
    new: tuple[str, Sequence[Content]],
) -> None:
    """Compare what a body or answer may contain; each side is a pointer and its contents."""
    olds = {content.media_type.lower(): content for content in old[1]}
    news = {content.media_type.lower(): content for content in new[1]}
    pairs = [(content, news[key]) for key, content in olds.items() if key in news]
    gone = [content for key, content in olds.items() if key not in news]
    came = [content for key, content in news.items() if key not in olds]
    for before in tuple(gone):
        after = next((one for one in came if _base(one) == _base(before)), None)
        if after is not None:
            gone.remove(before)
            came.remove(after)
            pairs.append((before, after))
            site.add(
                "media-type-renamed",
                f"is {after.media_type} instead of {before.media_type}",
                at=(before.pointer, after.pointer),
                before=before.media_type,
                after=after.media_type,
            )
    for before, after in pairs:
        _content(comparison, _of_type(site, before, len(olds)), before, after)
    for content in gone:
        rule = "streaming-removed" if content.kind in _STREAMS else "media-type-removed"
        words = f"no longer has the media type {content.media_type}"
        site.add(rule, words, at=(content.pointer, new[0]), before=content.media_type)
    for content in came:
        rule = "streaming-added" if content.kind in _STREAMS else "media-type-added"
        words = f"may have the media type {content.media_type}"
        site.add(rule, words, at=(old[0], content.pointer), after=content.media_type)


def _base(content: Content) -> str:
    return content.media_type.lower().partition(";")[0].strip()


def _of_type(site: Site, content: Content, count: int) -> Site:
    return site.inside(f" {content.media_type}") if count > 1 else site


def _content(comparison: SchemaComparison, site: Site, old: Content, new: Content) -> None:
    before = old.schema or Schema(pointer=old.pointer, shape=AnyValue())
    after = new.schema or Schema(pointer=new.pointer, shape=AnyValue())
    comparison.compare(site, before, after)
    if old.item_schema is not None and new.item_schema is not None:
        comparison.compare(site.inside(" item"), old.item_schema, new.item_schema)
    elif old.item_schema is not None:
        words = f"is no longer a stream of {type_words(old.item_schema)}"
        site.add("streaming-removed", words, at=(old.pointer, new.pointer))
    elif new.item_schema is not None:
        words = f"is a stream of {type_words(new.item_schema)} now"
        site.add("streaming-added", words, at=(old.pointer, new.pointer))
    for name in dict.fromkeys([*old.encodings, *new.encodings]):
        _encoding(comparison, site.inside(f".{name}"), (old, new), name)


def _encoding(comparison: SchemaComparison, site: Site, contents: tuple[Content, Content], name: str) -> None:
    old, new = contents
    before, after = old.encodings.get(name, Encoding()), new.encodings.get(name, Encoding())
    first, second = _encoding_facts(before), _encoding_facts(after)
    if first != second:
        site.add(
            "encoding-changed",
            "is encoded in another way",
            at=(old.pointer, new.pointer),
            before=first,
            after=second,
        )
    _headers(comparison, site, (old.pointer, before.headers), (new.pointer, after.headers))


def _encoding_facts(encoding: Encoding) -> Mapping[str, object]:
    facts = {
        "contentType": encoding.content_type,
        "style": encoding.style,
        "explode": encoding.explode,
        "allowReserved": encoding.allow_reserved or None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def compare_answers(comparison: SchemaComparison, site: Site, old: ApiOperation, new: ApiOperation) -> None:
    """Compare the answers of one operation."""
    befores = {answer.status: answer for answer in old.answers}
    afters = {answer.status: answer for answer in new.answers}
    for status, before in befores.items():
        after = afters.get(status)
        if after is None:
            after = _catch_all(status, befores, afters)
            if after is None or (after.status == "default" and _succeeds(status)):
                _gone(site, before, new)
                continue
            words = f"is listed as {after.status} now"
            _place(site, before).add("status-generalized", words, at=(before.pointer, after.pointer))
        _answer(comparison, _place(site, before), before, after)
    for status, after in afters.items():
        if status not in befores:
            _came(comparison, site, after, _catch_all(status, afters, befores), old)


def _catch_all(status: str, own: Mapping[str, Answer], others: Mapping[str, Answer]) -> Answer | None:
    """The range or `default` of `others` that holds for `status`, if it is not listed on both sides."""
    for general in (f"{status[:1]}XX", "default"):
        if general in others and general != status and general not in own:
            return others[general]
    return None


def _place(site: Site, answer: Answer) -> Site:
    return site.inside(f"answer {answer.status}")


def _succeeds(status: str) -> bool:
    return status.startswith(("1", "2", "3"))


def _gone(site: Site, answer: Answer, new: ApiOperation) -> None:
    rule = "success-status-removed" if _succeeds(answer.status) else "error-status-removed"
    _place(site, answer).add(
        rule, "is gone", at=(answer.pointer, new.pointer), before=_types(answer.contents)
    )


def _came(
    comparison: SchemaComparison, site: Site, answer: Answer, general: Answer | None, old: ApiOperation
) -> None:
    inner = _place(site, answer)
    if general is not None and not (general.status == "default" and _succeeds(answer.status)):
        # What was listed under a range or `default` has a place of its own now.
        _answer(comparison, inner, general, answer)
    rule = "success-status-added" if _succeeds(answer.status) else "error-status-added"
    if general is not None and general.status != "default":
        rule = "error-status-added"
    inner.add(rule, "is new", at=(old.pointer, answer.pointer), after=_types(answer.contents))


def _answer(comparison: SchemaComparison, site: Site, old: Answer, new: Answer) -> None:
    _contents(comparison, site, (old.pointer, old.contents), (new.pointer, new.contents))
    _headers(comparison, site, (old.pointer, old.headers), (new.pointer, new.headers))


def _headers(
    comparison: SchemaComparison,
    site: Site,
    old: tuple[str, Sequence[Header]],
    new: tuple[str, Sequence[Header]],
) -> None:
    befores = {header.name.lower(): header for header in old[1]}
    afters = {header.name.lower(): header for header in new[1]}
    for name in dict.fromkeys([*befores, *afters]):
        before, after = befores.get(name), afters.get(name)
        if before is not None and after is not None:
            _header(comparison, site.inside(f" header {before.name}"), before, after)
        elif before is not None:
            rule = "required-header-removed" if before.required else "optional-header-removed"
            inner = site.inside(f" header {before.name}")
            inner.add(rule, "is gone", at=(before.schema.pointer, new[0]))
        elif after is not None:
            inner = site.inside(f" header {after.name}")
            inner.add("header-added", "is new", at=(old[0], after.schema.pointer))


def _header(comparison: SchemaComparison, site: Site, old: Header, new: Header) -> None:
    places = (old.schema.pointer, new.schema.pointer)
    if old.required != new.required:
        rule = "header-became-required" if new.required else "header-became-optional"
        site.add(rule, f"{'always comes' if new.required else 'may be missing'} now", at=places)
    if new.deprecated and not old.deprecated:
        site.add("header-deprecated", "is deprecated", at=places)
    comparison.compare(site, old.schema, new.schema)
