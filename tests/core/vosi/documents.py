"""A list of services and the documents of its services, in memory, for tests."""

URL = "http://127.0.0.1:8800"

REGISTRY = f"""
# the list of services
ivo://cadc.nrc.ca/skaha = {URL}/skaha/capabilities
ivo://cadc.nrc.ca/arc = {URL}/arc/capabilities
ivo://cadc.nrc.ca/cred = {URL}/cred/capabilities
ivo://gone.src.org/skaha = {URL}/gone/capabilities
ivo://dev.src.org/skaha = {URL}/other/capabilities
ivo://cadc.nrc.ca/cavern = {URL}/cavern/capabilities
"""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<vosi:capabilities xmlns:vosi="http://www.ivoa.net/xml/VOSICapabilities/v1.0"
  xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
"""


def _capability(standard: str, url: str, *security: str) -> str:
    methods = "".join(f'<securityMethod standardID="{one}" />' for one in security)
    return (
        f'<capability standardID="{standard}"><interface xsi:type="vs:ParamHTTP" role="std">'
        f'<accessURL use="base">{url}</accessURL>{methods}</interface></capability>\n'
    )


def _document(*capabilities: str) -> bytes:
    return f"{_HEAD}{''.join(capabilities)}</vosi:capabilities>".encode()


_SSO = "ivo://ivoa.net/sso#"
CAPABILITIES = _document(
    _capability(
        "http://www.opencadc.org/std/platform#session-1",
        f"{URL}/skaha/v1/session",
        *(_SSO + one for one in ("tls-with-certificate", "token", "cookie")),
    ),
    _capability("vos://cadc.nrc.ca~vospace/CADC/std/Proc#sessions-1.0", f"{URL}/skaha/v0"),
)
CERTIFICATE_CAPABILITIES = _document(
    _capability("ivo://ivoa.net/std/CDP#delegate-1.0", f"{URL}/cred/delegate", f"{_SSO}tls-with-certificate"),
    _capability("ivo://ivoa.net/std/CDP#proxy-1.0", f"{URL}/cred/priv", f"{_SSO}tls-with-certificate"),
    _capability("ivo://ivoa.net/std/CDP#proxy-1.0", f"{URL}/cred/generate", f"{_SSO}BasicAA"),
)

AVAILABILITY = b"""<?xml version="1.0" encoding="UTF-8"?>
<vosi:availability xmlns:vosi="http://www.ivoa.net/xml/VOSIAvailability/v1.0">
  <vosi:available>true</vosi:available>
  <vosi:upSince>2026-01-02T03:04:05.000</vosi:upSince>
  <vosi:downAt>tomorrow</vosi:downAt>
  <vosi:note>first</vosi:note>
  <vosi:note>second</vosi:note>
</vosi:availability>"""
