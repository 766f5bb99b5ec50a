"""The words for what ties an organisation to a citizen, and for what was read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IdentifierKind(TextChoices):
    """Which register a citizen's identifier comes from. The values are those of `cpr.Kind`."""

    CPR = "cpr", _("CPR-nummer")
    REPLACEMENT = "replacement", _("Erstatningspersonnummer")
    X_ECPR = "x_ecpr", _("Nationalt erstatningsnummer")
    D_ECPR = "d_ecpr", _("Regionalt erstatningsnummer")


class Sex(TextChoices):
    """Sex as the last digit of the identifier gives it. The values are those of `cpr.Sex`."""

    FEMALE = "female", _("Kvinde")
    MALE = "male", _("Mand")


class Ground(TextChoices):
    """Why an organisation may see a citizen."""

    OWN_GP = "own_gp", _("Egen læge")
    REFERRAL_SENT = "referral_sent", _("Har henvist")
    REFERRAL_RECEIVED = "referral_received", _("Har modtaget en henvisning")
    CLAIMED = "claimed", _("Valgt af borgeren")
    SHARED_PLAN = "shared_plan", _("Fælles plan")
    LOOKED_UP = "looked_up", _("Slået op til aktuel behandling")


class What(TextChoices):
    """What of a citizen was read or changed, in the access log."""

    LOOKUP = "lookup", _("Slået op")
    REGISTER = "register", _("Registreret")
    LIST = "list", _("Vist i en liste")
    REVEAL_CPR = "reveal_cpr", _("CPR-nummer vist")
    COURSE = "course", _("Forløb")
    REFERRAL = "referral", _("Henvisning")
    ASSESSMENT = "assessment", _("Stratificering")
    ADVICE = "advice", _("Råd om modtager")
    EPICRISIS = "epicrisis", _("Epikrise")
    ATTACHMENT = "attachment", _("Bilag")
    EXPORT = "export", _("Udleveret til et andet system")


class ConsentPurpose(TextChoices):
    """What a citizen has said yes to."""

    SHARED_PLAN = "shared_plan", _("Fælles plan på tværs af organisationer")
    AUDIT = "audit", _("Gennemgang i faglig audit")
