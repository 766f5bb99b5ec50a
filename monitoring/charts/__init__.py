"""Figures as Vega-Lite specifications under one theme, and their rendering as SVG (CHARTS.md).

Every figure is made from numbers that may be published and drawn twice: for 1280 and for 360 px.
"""
