"""The rules of threads and cases: statuses, who may do what, floors, labels, deeds, channels.

Pure: plain values in, plain values out; no Flask, no peewee.
"""
