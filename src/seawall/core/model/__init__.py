"""Models of a stable layer: their dict and JSON form, and their use by pydantic, dataclasses and task queues.

Never sends, reads a file or knows an API. It has no twin.
"""
