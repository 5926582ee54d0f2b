"""What departments say of themselves and promise in their answers: the kinds of people, the dates of promises. Pure.

The pages are those of the departments (boards/queries/lists), the promises are asked about by the worker.
"""
