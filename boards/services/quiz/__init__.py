"""Learning the rules (交规在线学习): a department's question bank, practice, a mock test, and each account's wrong answers.

docs/quiz.md says what a bank's file holds and how a test is marked.
"""
