"""The platform API of 2025-05 to 2025-07, over the store and the processing of the local platform.

It names things otherwise: application runs with a `status`, items with a `reference`, `results`. It has no
custom metadata, no scheduling and no access grants. Never stores or processes anything in another way.
"""
