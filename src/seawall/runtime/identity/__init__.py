"""Logins at several identity providers and the servers that each may use, saved in one file of the user's.

Never uses a saved login for a server that is not saved with it. Renewal of tokens is in
`seawall.runtime.auth`. It has no twin.
"""
