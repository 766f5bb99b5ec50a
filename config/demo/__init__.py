"""Made-up organisations, people and courses, for trying Samspor out, for tests and for measuring.

Nothing here is anybody's: names, numbers, figures and events are invented, and personal numbers
are either the public test persons' or replacement numbers (day + 60) that nobody can be given.
"""
