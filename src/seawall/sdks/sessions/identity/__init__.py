"""The caller of a client: saved logins, servers, lists of services. No requests: those are in `_async`."""
