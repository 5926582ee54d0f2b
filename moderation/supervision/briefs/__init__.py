"""The supervisors' daily and weekly briefs (网络舆情日报, 周报): figures as they were when the days were over, and what was hot.

Made by the worker, shown as pages and PDF to supervisors only.
"""
