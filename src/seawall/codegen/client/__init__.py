"""Client code: type mapping, declarations, templates, safety check and lock file.

Never writes a file.
"""
