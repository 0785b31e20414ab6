"""The pager, which reads a list page by page, and the prefetch of the next page.

Never decides which page comes next. Twin: `seawall.core.paging`.
"""
