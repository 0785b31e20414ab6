"""The work queue, the workers, input downloads and the life cycle of runs.

Never answers a request.
"""
