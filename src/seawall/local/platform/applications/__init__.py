"""The applications that a local platform runs, and what the platform and an application ask of each other."""
