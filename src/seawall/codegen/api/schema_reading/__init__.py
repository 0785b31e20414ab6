"""Reading of schemas: `allOf`, references and unions of the spec become the shapes of the Api.

Never reads an operation.
"""
