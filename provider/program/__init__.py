"""The side of the Pulumi program: load, observe, plan, report, declare."""
