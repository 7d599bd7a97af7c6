"""The report: static pages of a release for people, which open from disk and from any web server.

Belongs here: reading the released tables, one module of views per kind of page, and the templates that show
them. Nothing is measured or hidden here: what a table does not show, no page can.
"""
