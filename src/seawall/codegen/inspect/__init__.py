"""Summary of an API: operations, schemas, authentication, lists, states, and fixes of the doctor.

Pure: an effective spec in, plain data out. Guesses nothing about behaviour that names and types do not show.
"""
