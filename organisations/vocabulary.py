"""The words for organisations, what they offer, and what a member may be there for.

Values are stored in rows and in pathway definitions: rename a label freely, a value never.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What sort of body an organisation is. It decides which doors its members find."""

    GENERAL_PRACTICE = "general_practice", _("Almen praksis")
    PHYSIOTHERAPY_CLINIC = "physiotherapy_clinic", _("Fysioterapiklinik")
    CHIROPRACTIC_CLINIC = "chiropractic_clinic", _("Kiropraktorklinik")
    MUNICIPAL_UNIT = "municipal_unit", _("Kommunal enhed")
    HOSPITAL_DEPARTMENT = "hospital_department", _("Hospitalsafdeling")
    REGION_ADMINISTRATION = "region_administration", _("Regionens administration")
    MUNICIPAL_ADMINISTRATION = "municipal_administration", _("Kommunens administration")
    SPECIALIST_PRACTICE = "specialist_practice", _("Speciallægepraksis")


class DestinationKind(TextChoices):
    """The kind of offer a referral can go to; never the authority behind it.

    Who owns, pays for and performs an offer is read from a dated `Service`.
    """

    GENERAL_PRACTICE = "general_practice", _("Almen praksis (egen læge)")
    PRIVATE_PHYSIOTHERAPIST = "private_physiotherapist", _("Praktiserende fysioterapeut")
    CHIROPRACTOR = "chiropractor", _("Kiropraktor")
    MUNICIPAL_TRAINING = "municipal_training", _("Kommunalt træningstilbud")
    MUNICIPAL_PREVENTION = "municipal_prevention", _("Kommunalt forebyggelsestilbud")
    JOB_CENTRE = "job_centre", _("Kommunalt jobcenter")
    SUBSTANCE_ABUSE_CENTRE = "substance_abuse_centre", _("Kommunalt rusmiddelcenter")
    SOCIAL_MEDICINE_UNIT = "social_medicine_unit", _("Socialmedicinsk enhed")
    OCCUPATIONAL_MEDICINE = "occupational_medicine", _("Arbejdsmedicinsk klinik")
    HOSPITAL_RHEUMATOLOGY = "hospital_rheumatology", _("Hospital, reumatologi")
    HOSPITAL_SPINE_UNIT = "hospital_spine_unit", _("Hospital, rygenhed")
    HOSPITAL_ORTHOPAEDICS = "hospital_orthopaedics", _("Hospital, ortopædkirurgi")
    HOSPITAL_SPECIALIST = "hospital_specialist", _("Hospital, specialambulatorium")
    PAIN_CLINIC = "pain_clinic", _("Smerteklinik")
    EMERGENCY = "emergency", _("Akutmodtagelse")


class Role(TextChoices):
    """What a member may do for the organisation. One member can have several."""

    CLINICIAN = "clinician", _("Kliniker")
    SECRETARY = "secretary", _("Sekretær")
    TRIAGER = "triager", _("Visitator")
    PLANNER = "planner", _("Planlægger")
    PATHWAY_EDITOR = "pathway_editor", _("Programredaktør")
    AUDITOR = "auditor", _("Auditør")
    ORGANISATION_ADMINISTRATOR = "organisation_administrator", _("Organisationsadministrator")


class Language(TextChoices):
    """The languages a user can read Samspor in, each named in itself."""

    DANISH = "da", "Dansk"
    ENGLISH = "en", "English"
