"""The rules about what is written: the word list, vague questions, personal data, suggestions, differences.

Pure, as `boards.rules`.
"""
