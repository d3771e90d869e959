"""Other romanizers, run beside the schemes of `names` in an environment of their own."""
