"""Web page of the platform: runs, items, pictures and applications, rendered on the server.

It reads through the functions of the API, with the access of the user who is logged in. It changes nothing
but its own login. Templates and assets are files of the package; nothing is loaded from another origin.
"""
