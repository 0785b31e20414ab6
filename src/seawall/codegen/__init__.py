"""The pipeline: turns a spec into the low-level client and reports the cost of a bump.

Each step is a function from data to data. Only `fetch`, `load_inputs`, `verification`
and `output` touch the disk. Needs the extra
`codegen`.
"""
