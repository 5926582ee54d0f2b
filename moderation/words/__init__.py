"""The word list: adding and retiring words, and trying a list out.

What a word does is in `boards.rules.text.word_list`.
"""
