"""Downloads and uploads of files: resumable, verified, in parallel, with progress.

Never leaves a partial file under its final name. Twin: `seawall.core.transfer`.
"""
