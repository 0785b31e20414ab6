"""The secret string type, and the patterns that remove secrets from text.

Never logs. It has no twin.
"""
