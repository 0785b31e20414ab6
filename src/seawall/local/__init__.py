"""Local servers: each stands in for one real system, for demos and tests (extra `local`)."""
