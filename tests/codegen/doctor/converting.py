"""Small documents for tests of the doctor, and their conversion."""

from seawall.codegen.doctor.document import CanonicalSpec, canonical_spec
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.spec.plain_data import Json

ROOT = "/specs/api.yaml"


def converted(document: Json, /, **others: Json) -> CanonicalSpec:
    """Convert `document`; `others` are documents in the same folder, such as pets for pets.yaml."""
    beside = {f"/specs/{name}.yaml": content for name, content in others.items()}
    return canonical_spec(Documents(root=ROOT, documents={ROOT: document, **beside}))


def openapi(version: str = "3.1.0", **keys: Json) -> dict[str, Json]:
    """Return a document with one operation, unless `keys` has other paths."""
    paths: Json = {"/a": {"get": {"operationId": "op", "responses": {"200": {"description": ""}}}}}
    return {"openapi": version, "info": {"title": "t", "version": "1"}, "paths": paths, **keys}


def swagger(**keys: Json) -> dict[str, Json]:
    """Return a document of Swagger 2.0 with one operation, unless `keys` has other paths."""
    document = openapi()
    del document["openapi"]
    return {"swagger": "2.0", **document, **keys}


def at(document: Json, *keys: str | int) -> Json:
    """Return the value of `document` below `keys`."""
    for key in keys:
        if isinstance(document, dict):
            document = document[str(key)]
        else:
            assert isinstance(document, list)
            assert isinstance(key, int)
            document = document[key]
    return document
