"""The transport for tests: a function returns the response to each request.

Opens no connection.
"""
