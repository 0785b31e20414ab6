"""Database tables of the local agents server, the first users, and their tokens.

Knows no HTTP.
"""
