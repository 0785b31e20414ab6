"""Any dialect to canonical OpenAPI 3.1, with a record of every fix.

Pure: documents in, one document and its fixes out. Never reads a file and never decides a Python name.
"""
