"""The rules about texts: the word list, vague questions, personal data, suggestions, differences.

Pure, as `boards.rules`.
"""
