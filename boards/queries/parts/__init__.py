"""What several pages show: visible titles, badges, authors, breadcrumbs, addresses of floors.

Imported by the other folders of `boards.queries`; imports none of them.
"""
