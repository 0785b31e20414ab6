"""The stock style: the package that openapi-python-client makes, whole.

Writes an Api as a document of the constructs that openapi-python-client supports, and runs it through its
documented options. Never changes what a call sends, except where a note says so.
"""
