"""JSON bodies of requests and responses of the platform API 1.7.0."""
