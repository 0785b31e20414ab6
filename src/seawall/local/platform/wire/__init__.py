"""The JSON bodies of the platform API 1.7.0: what requests carry and what responses show."""
