"""`python -m names` runs the command line."""

from names.cli import main

if __name__ == "__main__":
    main()
