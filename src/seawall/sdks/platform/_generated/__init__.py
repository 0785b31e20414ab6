# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
"""The low-level client: wire models, open enums and calls. Declarations only; nothing is sent from here."""

SERVER_PATH = "/api"
SPEC_VERSION = "1.7.0"
