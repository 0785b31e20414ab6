"""Addresses that a local server connects to for its clients."""

import pytest

from seawall.local.serving.address_rule import AddressRule

PUBLIC = ("8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")
PRIVATE = (
    *(
        "127.0.0.1",
        "127.8.9.1",
        "::1",
        "0.0.0.0",
        "::",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
    ),
    *(
        "fd00::1",
        "224.0.0.1",
        "ff02::1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "2001:db8::1",
    ),
    *(
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::",
    ),
)
NEVER = (
    *("169.254.169.254", "169.254.0.1", "fe80::1", "fe80::1%lo", "fec0::1", "100.100.100.200"),
    *("168.63.129.16", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::"),
)


def test_public_addresses_are_permitted_and_no_others() -> None:
    rule = AddressRule()
    assert [each for each in PUBLIC if not rule.permits(each)] == []
    assert [each for each in (*PRIVATE, *NEVER) if rule.permits(each)] == []


def test_the_networks_of_the_rule_are_permitted_too() -> None:
    rule = AddressRule(["127.0.0.0/8", "fd00::/8"])
    for address, is_permitted in (
        ("127.0.0.1", True),
        ("::ffff:127.0.0.1", True),
        ("fd00::1", True),
        ("::1", False),
        ("10.0.0.1", False),
        ("8.8.8.8", True),
    ):
        assert rule.permits(address) is is_permitted, address


def test_some_addresses_are_in_no_network_of_a_rule() -> None:
    rule = AddressRule(["0.0.0.0/0", "::/0"])
    assert [each for each in NEVER if rule.permits(each)] == []
    assert [each for each in PRIVATE if not rule.permits(each)] == []


def test_a_text_that_is_no_network_is_an_error() -> None:
    for text in ("", "localhost", "127.0.0.1/40", "127.0.0.1/8"):
        with pytest.raises(ValueError, match="is no network"):
            AddressRule([text])
