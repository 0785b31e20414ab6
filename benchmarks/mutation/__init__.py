"""The parts of `benchmarks.impact`: mutations of specs, what each really breaks, and what impact tells."""
