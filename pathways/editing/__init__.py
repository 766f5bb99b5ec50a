"""Writing a definition in forms: its shape, its places, its conditions as rows. Never the ORM.

Works on the document as data, which may be half written: what does not fit yet is kept as it was
typed, and said by the checks (`pathways.verification`).
"""
