"""Token providers, token stores, token renewal, client certificates and, in `login`, interactive logins.

Never decides when a token is due and never imports an HTTP library. Twin: `seawall.core.auth`.
"""
