"""Reads a spec and every document that it refers to, from files, URLs and git revisions.

The only step of the pipeline with network or disk. Never reads outside the allowed places, and never changes
what it has read. What the documents mean is for the room `doctor`.
"""
