"""Records which functions of a stable layer use which parts of its generated client, while tests run.

`pytest --seawall-record-uses FILE` records, and `seawall impact … --recorded FILE` reads the file. Only the
generated classes and functions are changed, and engines, which decode into wire models alone, and only while
something is recorded.
"""
