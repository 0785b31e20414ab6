"""Faults of a local server on request: slow, refused and broken responses, and reads of old data.

Knows no API: a server decides about the calls that have faults and about the form of its errors.
"""
