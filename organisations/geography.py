"""Denmark's regions and municipalities, typed as facts.

Municipality and region codes: Sundhedsvæsenets Organisationsregister (SOR) and Danmarks Statistik.
Population: Danmarks Statistik, FOLK1A, 1 January 2020, as republished for each municipality with
SSI's COVID-19 figures. Their sum, with Christiansø's 84, is the published 5,822,763, and each
region's sum is the published one.

Christiansø (0411) is left out: it belongs to no municipality and is run by the Ministry of Defence.
"""

from dataclasses import dataclass
from datetime import date

POPULATION_YEAR = 2020

# The regions in force since the reform of 2007, and the one that takes two of them over.
REFORM = date(2007, 1, 1)
MERGER = date(2027, 1, 1)


@dataclass(frozen=True)
class RegionFact:
    """One region: its SOR code, its ISO 3166-2 code, and who takes it over at the merger."""

    code: str
    iso: str
    name: str
    succeeded_by: str | None = None


@dataclass(frozen=True)
class MunicipalityFact:
    """One municipality, and the region it has belonged to since 2007."""

    code: str
    name: str
    region: str
    population: int


# No code of Region Østdanmark had been published in November 2026; this one is ours.
NEW_REGION = RegionFact("oestdanmark", "", "Region Østdanmark")

REGIONS = (
    RegionFact("1081", "DK-81", "Region Nordjylland"),
    RegionFact("1082", "DK-82", "Region Midtjylland"),
    RegionFact("1083", "DK-83", "Region Syddanmark"),
    RegionFact("1084", "DK-84", "Region Hovedstaden", succeeded_by=NEW_REGION.code),
    RegionFact("1085", "DK-85", "Region Sjælland", succeeded_by=NEW_REGION.code),
)

MUNICIPALITIES = tuple(
    MunicipalityFact(*row)
    for row in (
        ("0101", "København", "1084", 632_340),
        ("0147", "Frederiksberg", "1084", 104_305),
        ("0151", "Ballerup", "1084", 48_602),
        ("0153", "Brøndby", "1084", 35_090),
        ("0155", "Dragør", "1084", 14_494),
        ("0157", "Gentofte", "1084", 74_830),
        ("0159", "Gladsaxe", "1084", 69_262),
        ("0161", "Glostrup", "1084", 23_128),
        ("0163", "Herlev", "1084", 28_953),
        ("0165", "Albertslund", "1084", 27_731),
        ("0167", "Hvidovre", "1084", 53_527),
        ("0169", "Høje-Taastrup", "1084", 50_759),
        ("0173", "Lyngby-Taarbæk", "1084", 56_214),
        ("0175", "Rødovre", "1084", 40_652),
        ("0183", "Ishøj", "1084", 22_989),
        ("0185", "Tårnby", "1084", 42_989),
        ("0187", "Vallensbæk", "1084", 16_633),
        ("0190", "Furesø", "1084", 40_965),
        ("0201", "Allerød", "1084", 25_633),
        ("0210", "Fredensborg", "1084", 40_865),
        ("0217", "Helsingør", "1084", 62_695),
        ("0219", "Hillerød", "1084", 51_183),
        ("0223", "Hørsholm", "1084", 24_864),
        ("0230", "Rudersdal", "1084", 56_728),
        ("0240", "Egedal", "1084", 43_354),
        ("0250", "Frederikssund", "1084", 45_223),
        ("0253", "Greve", "1085", 50_558),
        ("0259", "Køge", "1085", 60_979),
        ("0260", "Halsnæs", "1084", 31_384),
        ("0265", "Roskilde", "1085", 87_914),
        ("0269", "Solrød", "1085", 23_255),
        ("0270", "Gribskov", "1084", 41_048),
        ("0306", "Odsherred", "1085", 32_957),
        ("0316", "Holbæk", "1085", 71_541),
        ("0320", "Faxe", "1085", 36_576),
        ("0326", "Kalundborg", "1085", 48_436),
        ("0329", "Ringsted", "1085", 34_852),
        ("0330", "Slagelse", "1085", 79_073),
        ("0336", "Stevns", "1085", 22_805),
        ("0340", "Sorø", "1085", 29_881),
        ("0350", "Lejre", "1085", 27_996),
        ("0360", "Lolland", "1085", 41_105),
        ("0370", "Næstved", "1085", 83_143),
        ("0376", "Guldborgsund", "1085", 60_722),
        ("0390", "Vordingborg", "1085", 45_566),
        ("0400", "Bornholm", "1084", 39_499),
        ("0410", "Middelfart", "1083", 38_853),
        ("0420", "Assens", "1083", 40_965),
        ("0430", "Faaborg-Midtfyn", "1083", 51_556),
        ("0440", "Kerteminde", "1083", 23_812),
        ("0450", "Nyborg", "1083", 32_009),
        ("0461", "Odense", "1083", 204_895),
        ("0479", "Svendborg", "1083", 58_296),
        ("0480", "Nordfyns", "1083", 29_665),
        ("0482", "Langeland", "1083", 12_491),
        ("0492", "Ærø", "1083", 5_964),
        ("0510", "Haderslev", "1083", 55_670),
        ("0530", "Billund", "1083", 26_608),
        ("0540", "Sønderborg", "1083", 74_220),
        ("0550", "Tønder", "1083", 37_366),
        ("0561", "Esbjerg", "1083", 115_483),
        ("0563", "Fanø", "1083", 3_488),
        ("0573", "Varde", "1083", 49_961),
        ("0575", "Vejen", "1083", 42_742),
        ("0580", "Aabenraa", "1083", 58_761),
        ("0607", "Fredericia", "1083", 51_377),
        ("0615", "Horsens", "1082", 90_966),
        ("0621", "Kolding", "1083", 93_175),
        ("0630", "Vejle", "1083", 115_748),
        ("0657", "Herning", "1082", 89_127),
        ("0661", "Holstebro", "1082", 58_591),
        ("0665", "Lemvig", "1082", 19_722),
        ("0671", "Struer", "1082", 21_036),
        ("0706", "Syddjurs", "1082", 42_962),
        ("0707", "Norddjurs", "1082", 37_089),
        ("0710", "Favrskov", "1082", 48_397),
        ("0727", "Odder", "1082", 22_844),
        ("0730", "Randers", "1082", 97_805),
        ("0740", "Silkeborg", "1082", 94_026),
        ("0741", "Samsø", "1082", 3_657),
        ("0746", "Skanderborg", "1082", 62_678),
        ("0751", "Aarhus", "1082", 349_983),
        ("0756", "Ikast-Brande", "1082", 41_369),
        ("0760", "Ringkøbing-Skjern", "1082", 56_594),
        ("0766", "Hedensted", "1082", 46_722),
        ("0773", "Morsø", "1081", 20_247),
        ("0779", "Skive", "1082", 45_851),
        ("0787", "Thisted", "1081", 43_423),
        ("0791", "Viborg", "1082", 96_921),
        ("0810", "Brønderslev", "1081", 36_304),
        ("0813", "Frederikshavn", "1081", 59_654),
        ("0820", "Vesthimmerlands", "1081", 36_727),
        ("0825", "Læsø", "1081", 1_786),
        ("0840", "Rebild", "1081", 30_113),
        ("0846", "Mariagerfjord", "1081", 41_800),
        ("0849", "Jammerbugt", "1081", 38_324),
        ("0851", "Aalborg", "1081", 217_075),
        ("0860", "Hjørring", "1081", 64_483),
    )
)
