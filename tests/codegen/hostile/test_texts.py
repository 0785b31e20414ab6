"""Text of a spec only ever becomes string constants, docstrings and harmless names, in each style."""

import ast
import json

import pytest

from seawall.codegen.client.docstrings import docstring, first_sentence
from seawall.codegen.client.literals import text_literal
from tests.codegen.generating import make
from tests.codegen.hostile.texts import TEXTS, escaped_code, hostile_document
from tests.rows import row

# The package of the stock style is no more than a name below the folder.
OUTPUTS = {"seawall": "demo/_generated", "stock": "demo/demo_client"}


@pytest.mark.slow
@pytest.mark.exhaustive  # every position of every document
@pytest.mark.parametrize("style", OUTPUTS)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_no_text_becomes_code(text: str, style: str) -> None:
    document = json.dumps(hostile_document(text)).encode()
    files = make(document, style=style, output=OUTPUTS[style]).files
    for name, content in files.items():
        with row(name):
            assert name.removesuffix(".pyi").replace(".", "").replace("/", "").replace("_", "").isalnum()
            assert len(name) < 250
            if name.endswith((".py", ".pyi")):
                assert escaped_code(content) == []


def test_the_search_finds_code_that_has_escaped() -> None:
    escaped = [b"hijacked.run(13)", b"import hijacked", b'f"{hijacked.run(13)}"', b"x = __class__.hijacked"]
    assert [source for source in escaped if not escaped_code(source)] == []
    assert escaped_code(b'"""hijacked.run(13)"""\ndef f(hijacked: int): ...') == []


def test_literals_and_docstrings_are_constants() -> None:
    assert [text for text in TEXTS if ast.literal_eval(text_literal(text)) != text] == []
    for text in TEXTS:
        assert type(ast.literal_eval(docstring(text))) is str
        assert len(docstring(first_sentence(text))) < 2000
