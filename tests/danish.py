"""Telling Danish words from English ones, where a page or a catalogue should have none."""

import re

# Words that Danish pages are full of, and English ones never have.
DANISH = re.compile(
    r"[æøå»«]|\b(?:og|ikke|med|til|fra|eller|det|af|som|kan|skal|er|ved|hos|jeres|endnu|dage?"
    r"|ugen?|uger|hver|ingen|intet|alle|andre|henvis\w*|borger\w*|modtager\w*|udfører|forl.b\w*"
    r"|frasen?|fraser|kladde\w*|tovholder|kommunen?|epikrise\w*|visit[ae]\w*|svar\w*|vis|skriv"
    r"|gem|hent\w*|nyt|mangler|programmer|programmet|vurd\w*|gruppe\w*|behandling\w*)\b",
    re.IGNORECASE,
)
