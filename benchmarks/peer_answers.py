"""What the server says to each client: an answer of its own API, about as large as ours."""

import json

JSON, XML = "application/json", "text/xml"
ME = {
    "user": {"id": "u-1", "email": "ada@example.com", "name": "Ada", "email_verified": True},
    "organization": {
        "id": "o-1",
        "name": "Example",
        "aignostics_bucket_hmac_access_key_id": "",
        "aignostics_bucket_hmac_secret_access_key": "",
        "aignostics_bucket_name": "",
        "aignostics_bucket_protocol": "",
        "aignostics_logfire_token": "",
        "aignostics_sentry_dsn": "",
    },
}
_OPENAI_MODEL = {"object": "model", "created": 1686935002, "owned_by": "openai"}
_OPENAI = {"object": "list", "data": [{"id": f"model-{number}", **_OPENAI_MODEL} for number in range(4)]}
_STRIPE = {
    "id": "cus_1",
    "object": "customer",
    "balance": 0,
    "created": 1686935002,
    "currency": "eur",
    "email": "ada@example.com",
    "invoice_settings": {"custom_fields": None, "default_payment_method": None, "footer": None},
    "livemode": False,
    "metadata": {},
    "name": "Ada",
}
_SHA = "aa218f56b14c9653891f9e74264a383fa43fefbd"
_GITHUB = {
    "ref": "refs/heads/main",
    "node_id": "MDM6UmVmcmVmcy9oZWFkcy9tYWlu",
    "url": "https://api.github.com/repos/octocat/example/git/refs/heads/main",
    "object": {
        "type": "commit",
        "sha": _SHA,
        "url": f"https://api.github.com/repos/octocat/example/git/commits/{_SHA}",
    },
}
_STS = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/Ada</Arn><UserId>AIDAEXAMPLE</UserId>
<Account>123456789012</Account></GetCallerIdentityResult>
<ResponseMetadata><RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>"""
_COGNITE = {"items": [{"name": f"database-{number}", "createdTime": 1686935002000} for number in range(4)]}


def _answer(body: bytes, media_type: str = JSON) -> bytes:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


ME_BODY = json.dumps(ME).encode()
ME_PATH = "/api/v1/me"
ANSWERS = {
    ME_PATH.encode(): _answer(ME_BODY),
    b"/openai/v1/models": _answer(json.dumps(_OPENAI).encode()),
    b"/v1/customers/cus_1": _answer(json.dumps(_STRIPE).encode()),
    b"/repos/octocat/example/git/ref/heads%2Fmain": _answer(json.dumps(_GITHUB).encode()),
    b"/repos/octocat/example/git/ref/heads/main": _answer(json.dumps(_GITHUB).encode()),
    b"/": _answer(_STS.encode(), XML),
    b"/api/v1/projects/example/raw/dbs": _answer(json.dumps(_COGNITE).encode()),
}
