"""Speed and memory, each figure against a peer in the same run; `make bench` prints the table."""
