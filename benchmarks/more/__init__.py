"""Figures beside a simple way to do the same in one process; `python -m benchmarks more` prints them."""
