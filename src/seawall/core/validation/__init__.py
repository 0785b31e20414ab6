"""Checks of arguments, JSON Schema and semantic versions, with one error sentence each.

Never fetches a schema reference. It has no twin.
"""
