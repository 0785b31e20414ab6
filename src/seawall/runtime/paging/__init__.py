"""The pager, which reads a list page by page as its items are needed.

Never decides which page comes next. Twin: `seawall.core.paging`.
"""
