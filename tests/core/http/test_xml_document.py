"""XML of servers: namespaces are kept, and nothing in a document can grow or read a file."""

import pytest

from seawall.core.http.xml_document import parse_xml

BOMB = b"""<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;&c;</a>"""
FILE = b"""<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>"""


def test_names_have_their_namespaces() -> None:
    root = parse_xml(
        b'<?xml version="1.0"?><v:a xmlns:v="urn:x" v:t="1" u="2"><!-- c --><b>x &amp; y</b> z</v:a>'
    )
    assert (root.tag, root.attrib) == ("{urn:x}a", {"{urn:x}t": "1", "u": "2"})
    assert [(one.tag, one.text, one.tail) for one in root] == [("b", "x & y", " z")]


def test_a_document_with_a_document_type_is_refused() -> None:
    for body in (BOMB, FILE, b"<!DOCTYPE html><html></html>"):
        with pytest.raises(ValueError, match="document type"):
            parse_xml(body)


def test_a_document_that_is_no_xml_is_refused() -> None:
    for body in (b"", b"text", b"<a>", b"<a/><b/>", b"<a>&b;</a>", b"{}", b"\xff\xfe\x00"):
        with pytest.raises(ValueError, match="is not XML"):
            parse_xml(body)


def test_depth_and_size_are_bounded() -> None:
    parse_xml(b"<a>" * 64 + b"</a>" * 64)
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_xml(b"<a>" * 65 + b"</a>" * 65)
    with pytest.raises(ValueError, match="larger than 4 MiB"):
        parse_xml(b"<a>" + b" " * 4 * 1024 * 1024 + b"</a>")
