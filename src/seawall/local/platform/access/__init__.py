"""Access of callers to runs, items, artifacts and share tokens: by ownership, organization or grant.

Knows no HTTP.
"""
