"""What several pages show: a title as it may be shown, a badge, a name, a department, a floor's place.

Imported by the other folders of `boards.queries`; imports none of them.
"""
