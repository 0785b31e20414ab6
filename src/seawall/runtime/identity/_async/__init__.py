"""One half of this package: the async code is written by hand, the sync code is derived from it."""
