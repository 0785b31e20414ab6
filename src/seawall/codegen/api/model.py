"""The Api: the typed form of an effective spec, which generation, ledger, diff, inspect and mock read.

Every part has the JSON pointer of its place in the effective spec. A `$ref` is kept, as `Ref`, only where it
names a component schema; other references are resolved, and `allOf` is merged.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from attrs import field, frozen

from seawall.codegen.api.shapes import Schema
from seawall.codegen.spec.document import Json

__all__ = [
    "Answer",
    "Api",
    "ApiOperation",
    "ApiParameter",
    "Body",
    "Content",
    "Encoding",
    "Finding",
    "Header",
    "Location",
    "MediaKind",
    "SecurityScheme",
    "Server",
    "ServerVariable",
]

Location: TypeAlias = Literal["path", "query", "header", "cookie"]
MediaKind: TypeAlias = Literal[
    "json", "form", "multipart", "text", "xml", "binary", "event-stream", "json-lines"
]

_EMPTY: Mapping[str, Json] = MappingProxyType({})


@frozen(kw_only=True)
class Encoding:
    """Format of one property of a form or multipart body."""

    content_type: str | None = None
    style: str | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    headers: "tuple[Header, ...]" = ()


@frozen(kw_only=True)
class Content:
    """A body or answer of one media type; `schema` is None if the spec gives none.

    `media_type` is as written in the spec, without parameters in `kind`. `item_schema` is the schema of one
    item of a stream.
    """

    pointer: str
    media_type: str
    kind: MediaKind
    schema: Schema | None = None
    item_schema: Schema | None = None
    encodings: Mapping[str, Encoding] = field(factory=dict)
    examples: tuple[Json, ...] = ()
    extensions: Mapping[str, Json] = field(default=_EMPTY, repr=False)


@frozen(kw_only=True)
class ApiParameter:
    """A parameter of an operation; path parameters are required.

    `style` and `explode` are as OpenAPI 3.1 has them after its defaults. If `media_type` is not None, the
    value is sent in that media type (a parameter with `content`).
    """

    pointer: str
    name: str
    location: Location
    schema: Schema
    required: bool = False
    style: str = "form"
    explode: bool = True
    allow_reserved: bool = False
    media_type: str | None = None
    description: str = ""
    deprecated: bool = False
    examples: tuple[Json, ...] = ()
    extensions: Mapping[str, Json] = field(default=_EMPTY, repr=False)

    @property
    def key(self) -> str:
        """The parameter in names files and messages: `query limit`."""
        return f"{self.location} {self.name}"


@frozen(kw_only=True)
class Header:
    """A header of an answer or of a part of a multipart body."""

    name: str
    schema: Schema
    required: bool = False
    description: str = ""
    deprecated: bool = False
    extensions: Mapping[str, Json] = field(default=_EMPTY, repr=False)


@frozen(kw_only=True)
class Body:
    """The request body, in one of `contents`, the first being the one that the spec names first."""

    pointer: str
    contents: tuple[Content, ...]
    required: bool = False
    description: str = ""
    extensions: Mapping[str, Json] = field(default=_EMPTY, repr=False)


@frozen(kw_only=True)
class Answer:
    """An answer of a status: `200`, a range such as `4XX`, or `default`; without contents it has no body."""

    pointer: str
    status: str
    description: str = ""
    contents: tuple[Content, ...] = ()
    headers: tuple[Header, ...] = ()
    extensions: Mapping[str, Json] = field(default=_EMPTY, repr=False)


@frozen(kw_only=True)
class ServerVariable:
    """A variable in the URL of a server."""

    name: str
    default: str
    values: tuple[str, ...] = ()
    description: str = ""


@frozen(kw_only=True)
class Server:
    """A base URL, which may be relative and hold variables."""

    url: str
    description: str = ""
    variables: tuple[ServerVariable, ...] = ()
    extensions: Mapping[str, Json] = field(default=_EMPTY, repr=False)


@frozen(kw_only=True)
class SecurityScheme:
    """A way to authenticate; `type` as in the spec: `apiKey`, `http`, `oauth2`, `openIdConnect`, `mutualTLS`.

    `location` and `parameter` say where an API key goes; `scheme` is that of `http`, lower-case; `flows` and
    `url` are those of OAuth 2 and OpenID Connect, as in the spec.
    """

    name: str
    type: str
    description: str = ""
    location: str = ""
    parameter: str = ""
    scheme: str = ""
    bearer_format: str = ""
    url: str = ""
    flows: Mapping[str, Json] = field(default=_EMPTY)
    extensions: Mapping[str, Json] = field(default=_EMPTY, repr=False)


@frozen(kw_only=True)
class ApiOperation:
    """One operation; also one of a webhook or callback, where `path` is its name or expression.

    `security` lists the alternatives, each a mapping from scheme to scopes, all of which are needed; an empty
    mapping means no authentication. `servers` are those that apply here.
    """

    pointer: str
    method: str
    path: str
    operation_id: str
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[ApiParameter, ...] = ()
    body: Body | None = None
    answers: tuple[Answer, ...] = ()
    security: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    servers: tuple[Server, ...] = ()
    callbacks: "tuple[ApiOperation, ...]" = ()
    deprecated: bool = False
    extensions: Mapping[str, Json] = field(default=_EMPTY, repr=False)

    @property
    def key(self) -> str:
        """The operation in names files, ledgers and messages: `GET /pets/{id}`."""
        return f"{self.method} {self.path}"


@frozen(kw_only=True)
class Finding:
    """Something of the spec that the Api can not hold exactly: where, what, and how to correct it.

    A finding with `is_error` means that the part at `pointer` is not in the Api.
    """

    pointer: str
    message: str
    fix: str = ""
    is_error: bool = False


@frozen(kw_only=True)
class Api:
    """One API. `operations` are sorted by path, then by method in the order of the specification."""

    title: str
    version: str
    description: str = ""
    servers: tuple[Server, ...] = ()
    operations: tuple[ApiOperation, ...] = ()
    webhooks: tuple[ApiOperation, ...] = ()
    schemas: Mapping[str, Schema] = field(factory=dict, repr=False)
    security_schemes: Mapping[str, SecurityScheme] = field(factory=dict)
    tags: Mapping[str, str] = field(factory=dict)
    findings: tuple[Finding, ...] = ()
    extensions: Mapping[str, Json] = field(default=_EMPTY, repr=False)
