"""Every figure that the README and the docs claim, measured against a peer in the same run."""
