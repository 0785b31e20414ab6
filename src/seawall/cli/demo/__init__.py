"""The demos: one run end to end, with a local server in a child process."""
