"""Versions of the sessions SDK and of the API that it is made for; `seawall bump` writes them."""

__all__ = ["__api_version__", "__version__"]

__version__ = "0.1.0"
__api_version__ = "1.3.0"
