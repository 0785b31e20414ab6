"""The API of 2025-05 to 2025-07 in terms of the current one: requests there, and responses back.

The resources know the current API only. `AsyncOlderApiEngine` sends each of their calls to an older server
with the functions of this package. All of it is pure. Its server is `seawall.local.platform.beta`.
"""
