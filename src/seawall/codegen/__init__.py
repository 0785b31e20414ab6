"""The pipeline: what turns a spec into the low-level client, and says what a bump costs.

Every step is a function from data to data; files are read and written at the edge (`sources`, `output`).
Needs the extra `codegen`.
"""
