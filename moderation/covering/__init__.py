"""Covering personal data part by part in every revision of a post, and uncovering.

The commitments of the covered parts stay public.
"""
