"""The transport for tests: a function answers each request.

Opens no connection.
"""
