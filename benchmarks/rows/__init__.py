"""What `make bench` compares, and the targets: each module returns plans."""
