"""The stable layers that mutations are tried on: their specs, sources and exercises."""
