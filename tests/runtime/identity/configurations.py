"""Configuration files of the platform's own client, for tests."""

from pathlib import Path

from seawall.runtime.identity.config_document import ConfigDocument
from seawall.runtime.identity.config_file import ConfigFile

NOW_S = 1_790_000_000.0

VERSION_2 = f"""
version: 2
active:
  authentication: srcnet
  server: swe
  servers: {{srcnet: swe, cadc: canfar}}
authentication:
  cadc: {{idp: cadc, mode: x509, path: /ada/.ssl/cadcproxy.pem, expiry: 0.0}}
  srcnet:
    idp: srcnet
    mode: oidc
    endpoints:
      discovery: https://iam.test/.well-known/openid-configuration
      device: https://iam.test/device
      registration: https://iam.test/register
      token: https://iam.test/token
    client: {{identity: client-1, secret: "s3cr3t-client"}}
    token: {{access: s3cr3t-access, refresh: s3cr3t-refresh, token_type: Bearer, scope: openid}}
    expiry: {{access: {NOW_S + 600}, refresh: {NOW_S + 86400}}}
    added: by a newer client
servers:
  canfar:
    {{name: canfar, idp: cadc, uri: "ivo://cadc.nrc.ca/skaha", url: "https://ws-uv.canfar.net/skaha"}}
  swe:
    name: swe
    idp: srcnet
    uri: ivo://swe.test/skaha
    url: https://swe.test/skaha
    version: v1
    auths: [oidc]
    storage: {{cavern: {{uri: "ivo://swe.test/cavern", url: "https://swe.test/cavern"}}}}
    resources: {{gpus: 4}}
registry: {{url: null, username: ada, secret: s3cr3t-images}}
console: {{width: 120, banner: true}}
"""

VERSION_1 = """
version: 1
active: {authentication: srcnet, server: swe, servers: {srcnet: swe}}
authentication:
  srcnet: {idp: srcnet, mode: oidc, token: {access: s3cr3t-access}, expiry: {access: 1790000600}}
servers:
  swe:
    {name: swe, idp: srcnet, uri: "ivo://swe.test/skaha", url: "https://swe.test/skaha", version: v1,
     cores: 8, ram: 32, gpus: 0, status: up}
console: {width: 100, file: log.txt}
"""

CANFAR_1_0 = "active: default\ncontexts: {default: {mode: x509, path: /x.pem}}\n"


def written(folder: Path, text: str = VERSION_2) -> ConfigFile:
    """Write a configuration file and return it."""
    path = folder / ".canfar" / "config.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return ConfigFile(path)


def document(folder: Path, text: str = VERSION_2) -> ConfigDocument:
    """The contents of a configuration file."""
    return written(folder, text).read()
