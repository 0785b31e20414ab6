"""HTTP messages, the Link and Retry-After headers, dates, and the comparison of origins.

Never opens a connection. Twin: `seawall.runtime.http`.
"""
