"""The programme as a figure: who does what, and when. Pure: a Definition in, a drawing out.

`planning` says what there is to draw (`stops`), `grid` in which row and column, `routes` how the
ways go between them, `layout` where that is on the page, `labels` where their conditions stand;
`lists` is the same as a table and as a list by week, and `opening` what one stop tells.
"""
