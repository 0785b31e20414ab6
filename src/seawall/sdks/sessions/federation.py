"""The identity providers of the science platform, and its servers."""

from seawall.runtime.identity.federation import Federation
from seawall.runtime.identity.providers import IdentityProvider, LoginMode

__all__ = ["FEDERATION"]

_CADC = IdentityProvider(
    name="cadc",
    title="Canadian Astronomy Data Centre",
    mode=LoginMode.X509,
    registry_url="https://cadc-west-01.canfar.net/reg/resource-caps",
    storage="arc",
)
_SRCNET = IdentityProvider(
    name="srcnet",
    title="SKA Regional Centre Network",
    mode=LoginMode.OIDC,
    registry_url="https://spsrc27.iaa.csic.es/reg/resource-caps",
    storage="cavern",
    issuer="https://ska-iam.stfc.ac.uk/",
)


FEDERATION = Federation(
    providers={one.name: one for one in (_CADC, _SRCNET)},
    default_idp="cadc",
    default_record={
        "name": "canfar",
        "uri": "ivo://cadc.nrc.ca/skaha",
        "url": "https://ws-uv.canfar.net/skaha",
        "version": "v1",
        "auths": ["x509"],
    },
    # The files of the platform's own client.
    config_file="~/.canfar/config.yaml",
    certificate="~/.ssl/cadcproxy.pem",
    service="skaha",
    standards=(
        "http://www.opencadc.org/std/platform#session-1",
        "vos://cadc.nrc.ca~vospace/CADC/std/Proc#sessions-1.0",
    ),
    names={"cadc.nrc.ca": "canfar"},
)
"""The federation that the sessions API belongs to."""
