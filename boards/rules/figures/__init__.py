"""What is counted of the cases: the measures that one adds, and the rates.

Pure; boards/readers/figures.py keeps the sums.
"""
