"""One-rule changes of the kernel, which the tests must notice: `python -m tests.mutations` tries them."""
