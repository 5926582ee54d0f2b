"""`python -m forum` is `wenqu`."""

from forum.cli import main

main()
