"""The demo city 清源市: its departments, people and a story of questions.

Told through the real actions with the story's times.
"""
