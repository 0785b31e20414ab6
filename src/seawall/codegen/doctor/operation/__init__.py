"""Paths, operations and their parts in canonical form; Swagger 2.0 too."""
