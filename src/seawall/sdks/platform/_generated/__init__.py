# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
"""The low-level client: wire models, open enums and call builders. Declarations only; it sends nothing."""

SERVER_PATH = "/api"
SPEC_VERSION = "1.7.0"
