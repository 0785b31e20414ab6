"""Item queue, workers, input downloads and the life cycle of runs.

Handles no HTTP requests.
"""
