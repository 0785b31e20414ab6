"""Routes of the agents API.

Hold no rules about states of runs: these are in `processing`.
"""
