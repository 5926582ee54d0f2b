"""The word list: adding and retiring words, trying a list out, posts that were held.

What a word does is in `boards.rules.text.word_list`.
"""
