"""The released tables in a PostgreSQL server, for tools that want a server rather than a file.

Belongs here: copying a finished release and switching readers to it. What is in a release is `lib/release`'s.
"""
