"""What should change: pure functions from desired and observed state to a plan. No clock, no I/O, no logging."""
