"""Applications of the local platform, and their interface to the workers."""
