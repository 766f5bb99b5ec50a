"""The shipped reasons for turning a referral another way, as data; loaded by `actions.reasons`.

A reason is never renamed in place: end it and add another, so that old events keep their words.
"""

from dataclasses import dataclass

from referrals.states import Action


@dataclass(frozen=True)
class Reason:
    """One reason: for which action, its words, whether it must be explained, its effect."""

    action: Action
    key: str
    label_da: str
    label_en: str
    comment: bool = False
    effect: str = ""


A = Action
MEND = "mend_answers"
OTHER = "choose_other"

REASONS: tuple[Reason, ...] = (
    Reason(
        A.DECLINE,
        "missing_information",
        "Vigtige oplysninger mangler",
        "Important information is missing",
        comment=True,
        effect=MEND,
    ),
    Reason(
        A.DECLINE, "outside_criteria", "Opfylder ikke kriterierne", "Criteria not met", True, OTHER
    ),
    Reason(
        A.DECLINE, "wrong_receiver", "Hører til et andet sted", "Belongs elsewhere", True, OTHER
    ),
    Reason(
        A.DECLINE,
        "other_municipality",
        "Borgeren hører til en anden kommune",
        "The citizen lives in another municipality",
        effect=OTHER,
    ),
    Reason(A.DECLINE, "no_capacity", "Ingen ledig plads", "No capacity", effect=OTHER),
    Reason(A.DECLINE, "already_referred", "Er allerede henvist", "Already referred", True),
    Reason(A.DECLINE, "other", "Andet", "Other", comment=True),
    Reason(A.FORWARD, "fits_better", "Passer bedre der", "Fits better there", comment=True),
    Reason(A.FORWARD, "nearer", "Nærmere borgerens hjem", "Nearer the citizen's home"),
    Reason(A.FORWARD, "shorter_wait", "Kortere ventetid", "Shorter waiting time"),
    Reason(A.FORWARD, "citizen_wish", "Borgerens ønske", "The citizen's wish"),
    Reason(A.FORWARD, "other", "Andet", "Other", comment=True),
    Reason(A.WITHDRAW, "recovered", "Patienten er rask", "The patient has recovered"),
    Reason(A.WITHDRAW, "patient_wish", "Patientens ønske", "The patient's wish"),
    Reason(A.WITHDRAW, "sent_by_mistake", "Sendt ved en fejl", "Sent by mistake"),
    Reason(A.WITHDRAW, "other_plan", "Ny plan", "A new plan", comment=True),
    Reason(A.WITHDRAW, "died", "Patienten er død", "The patient has died"),
    Reason(A.WITHDRAW, "other", "Andet", "Other", comment=True),
    Reason(A.PAUSE, "illness", "Anden sygdom", "Other illness"),
    Reason(A.PAUSE, "admitted", "Indlagt", "Admitted to hospital"),
    Reason(A.PAUSE, "work_up", "Afventer udredning", "Awaiting work-up", comment=True),
    Reason(A.PAUSE, "away", "Bortrejst", "Away"),
    Reason(A.PAUSE, "other", "Andet", "Other", comment=True),
    Reason(A.FINISH, "citizen_stopped", "Borgeren ønskede at stoppe", "The citizen wished to stop"),
    Reason(A.FINISH, "did_not_come", "Udeblev gentagne gange", "Repeatedly did not come"),
    Reason(A.FINISH, "worse", "Forværring", "Deterioration", comment=True),
    Reason(A.FINISH, "other_treatment", "Anden behandling", "Other treatment", comment=True),
    Reason(A.FINISH, "goal_reached", "Målet nået tidligere", "Goal reached earlier"),
    Reason(A.FINISH, "moved", "Flyttet", "Moved"),
    Reason(A.FINISH, "died", "Borgeren er død", "The citizen has died"),
    Reason(A.FINISH, "other", "Andet", "Other", comment=True),
    Reason(A.END_UNSTARTED, "no_contact", "Kunne ikke træffes", "Could not be reached", True),
    Reason(A.END_UNSTARTED, "declined_offer", "Takkede nej", "Declined the offer"),
    Reason(A.END_UNSTARTED, "recovered", "Borgeren er rask", "The citizen has recovered"),
    Reason(A.END_UNSTARTED, "other_offer", "Får et andet tilbud", "Has another offer", True),
    Reason(A.END_UNSTARTED, "moved", "Flyttet", "Moved"),
    Reason(A.END_UNSTARTED, "died", "Borgeren er død", "The citizen has died"),
    Reason(A.END_UNSTARTED, "other", "Andet", "Other", comment=True),
)
