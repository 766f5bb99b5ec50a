"""A draft tried on past referrals: who would be advised to go elsewhere, why, and is there room?

`counting` asks the database, `reasons` explains one case, `capacity` compares with stated places,
`protecting` hides small counts, `running` does all of it in turn; `result` is what is kept.
"""
