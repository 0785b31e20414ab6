"""Parts of every local server: the HTTP server, the SQLite file, the data folder and request ids.

Knows no API. Each local server has its routes, tables and rules in a folder of its own.
"""
