"""Reads tables as spreadsheets write them (CSV and its relatives in every encoding, .xlsx workbooks), and writes files for them.

All import commands read their files here; what a column may hold is checked by the importer.
"""
