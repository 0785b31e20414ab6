"""Typed reading of a spec in canonical OpenAPI 3.1: its Api, and findings for each part that the Api lacks.

Never pins a name and never renders.
"""
