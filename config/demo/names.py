"""Ordinary Danish names, put together at random."""

import random

WOMEN = (
    "Aase", "Anita", "Anna", "Annelise", "Anni", "Birgit", "Birthe", "Bodil", "Britta", "Connie",
    "Dorte", "Edith", "Ella", "Ellen", "Else", "Gerda", "Grethe", "Gudrun", "Hanne", "Helle",
    "Henny", "Inga", "Inge", "Ingrid", "Irene", "Jette", "Jytte", "Karen", "Karin", "Kirsten",
    "Lis", "Lise", "Lone", "Marianne", "Mette", "Mona", "Pia", "Ragnhild", "Rita", "Ruth",
    "Solveig", "Susanne", "Tove", "Ulla", "Vibeke",
)  # fmt: skip
MEN = (
    "Aksel", "Allan", "Arne", "Asger", "Bent", "Bjarne", "Bo", "Børge", "Carl", "Claus", "Egon",
    "Ejner", "Erik", "Erling", "Finn", "Flemming", "Frede", "Gert", "Hans", "Henning", "Henrik",
    "Holger", "Ib", "Jens", "Jesper", "Jørgen", "Karsten", "Keld", "Kurt", "Lars", "Leif", "Niels",
    "Ole", "Orla", "Palle", "Per", "Poul", "Preben", "Søren", "Steen", "Svend", "Torben", "Uffe",
    "Verner", "Viggo",
)  # fmt: skip
FAMILY = (
    "Abildgaard", "Ager", "Agerskov", "Bach", "Balle", "Bang", "Bech", "Birk", "Bisgaard", "Bjerre",
    "Bloch", "Bonde", "Borg", "Brandt", "Bro", "Bruun", "Buch", "Bundgaard", "Bøgh", "Dahl", "Dam",
    "Degn", "Eg", "Enevoldsen", "Eskildsen", "Fisker", "Foged", "Friis", "Frost", "Gade", "Green",
    "Grøn", "Hald", "Hede", "Hjort", "Holt", "Hougaard", "Høj", "Iversen", "Jespersen", "Juhl",
    "Kaas", "Kirk", "Kjær", "Klit", "Koch", "Kofoed", "Krag", "Krog", "Kvist", "Lassen", "Lind",
    "Lund", "Lyng", "Markussen", "Mølgaard", "Munk", "Nyborg", "Nørgaard", "Odgaard", "Overby",
    "Povlsen", "Ravn", "Riis", "Rosenkilde", "Rytter", "Salling", "Skov", "Skytte", "Sloth",
    "Smed", "Sommer", "Stage", "Staun", "Sten", "Stokholm", "Tang", "Thorsen", "Toft", "Torp",
    "Utoft", "Vad", "Vang", "Vest", "Vinther", "Winkel", "Yde", "Ørsted", "Østergaard", "Ågaard",
)  # fmt: skip


def given_name(chance: random.Random, sex: str) -> str:
    """A first name for a woman ("female") or a man."""
    return chance.choice(WOMEN if sex == "female" else MEN)


def full_name(chance: random.Random) -> str:
    """First name and family name of anybody."""
    sex = chance.choice(("female", "male"))
    return f"{given_name(chance, sex)} {chance.choice(FAMILY)}"
