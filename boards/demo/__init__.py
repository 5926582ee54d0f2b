"""The demo city 清源市: its departments, people and a story of questions.

Created by the real actions at the story's times.
"""
