"""Database tables of the local sessions server, states and kinds, and the catalogue of images.

Knows no HTTP.
"""
