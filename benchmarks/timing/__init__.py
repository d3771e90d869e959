"""What `benchmarks.speed` is made of: measured processes, the lists they work on, tables and a plot."""
