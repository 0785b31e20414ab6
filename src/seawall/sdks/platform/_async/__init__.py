"""The clients, resources and handles."""
