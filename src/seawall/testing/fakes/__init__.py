"""The parts of a fake API that every SDK shares: requests, routes, faults, lists and files."""
