"""What moves the core."""
