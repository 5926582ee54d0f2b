"""What must hold of leaves, texts and rows, and the findings where it doesn't.

Pure: from outside and from inside the same checks run.
"""
