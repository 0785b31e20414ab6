"""Rule for the addresses that a local server connects to for its clients (server-side request forgery).

https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from attrs import field, frozen

__all__ = ["AddressRule"]

_Network = IPv4Network | IPv6Network

# Link-local and site-local addresses, and the metadata services of clouds that have another address.
_NEVER = (
    *map(ip_network, ("169.254.0.0/16", "fe80::/10", "fec0::/10")),
    *map(ip_network, ("100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::254/128")),
)
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_IPV4_BITS = 0xFFFFFFFF


def _networks(texts: Iterable[str]) -> tuple[_Network, ...]:
    return tuple(map(_network, texts))


def _network(text: str) -> _Network:
    try:
        return ip_network(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no network. Give one such as 127.0.0.0/8 or fd00::/8.") from error


@frozen
class AddressRule:
    """Permits public addresses and those of `networks`, e.g. `127.0.0.0/8`.

    Link-local addresses and those of metadata services are never permitted. Raises ValueError for a text that
    is no network.
    """

    networks: tuple[_Network, ...] = field(default=(), converter=_networks)

    def permits(self, address: str) -> bool:
        """Return True if the server may connect to the IP address."""
        # An IPv4 address inside an IPv6 one is judged as what it is.
        found = _plain(ip_address(address.partition("%")[0]))
        if _is_in(found, _NEVER):
            return False
        is_public = found.is_global and not found.is_multicast
        return is_public or _is_in(found, self.networks)


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & _IPV4_BITS)
    return address.ipv4_mapped or address.sixtofour or address


def _is_in(address: IPv4Address | IPv6Address, networks: Iterable[_Network]) -> bool:
    return any(address in network for network in networks)
