"""What search engines read: robots.txt, the sitemap, and schema.org data in the pages of threads.

The sitemap is streamed from the database part by part (sitemaps.org); only what everybody may see is in it.
"""
