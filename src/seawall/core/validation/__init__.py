"""Checks of arguments, JSON Schema and semantic versions, with one error sentence each.

Never fetches a schema reference. Other rooms check their own classes with `require_type` of this one.
It has no twin.
"""
