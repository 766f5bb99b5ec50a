"""Models that are not scoped. Adding one here is a decision: the reason stands beside it."""

# Everyone who is logged in may read every row.
OPEN = {
    "organisations.Region": "public geography",
    "organisations.Municipality": "public geography",
    "organisations.Organisation": "a public register (SOR): who there is to refer to",
    "organisations.Service": "public: what is offered, and for how long one waits",
    "pathways.Pathway": "agreed and published for all",
    "pathways.Version": "agreed and published for all; drafts are held back by the page",
    "pathways.Adoption": "public: which municipality has joined what",
    "pathways.ContactNumber": "public: whom to call about a pathway",
    "pathways.PathwayEvent": "who did what to an agreement: for all who may read the agreement",
    "pathways.ReviewComment": "about a draft, no citizen; held back with it by the page",
    "pathways.YearlyAssessment": "about an agreement, no citizen",
    "pathways.Replay": "counts and pseudonymous cases; held back with the draft by the page",
    "referrals.ReasonCode": "a code list",
    "monitoring.IndicatorResult": "counts, suppressed where small; no row is about one citizen",
    "monitoring.LoopResult": "counts, suppressed where small; no row is about one citizen",
    "monitoring.Computation": "when the figures were made, and from how much",
    "monitoring.Chart": "a drawing of such counts, known by the hash of its contents",
}

# Old versions of rows hold the same personal data as the rows. They are reached only through the
# row itself (`citizen.history`), which was reached through its scope.
HISTORIES = {
    "organisations.HistoricalOrganisation",
    "organisations.HistoricalService",
    "organisations.HistoricalService_municipalities",
    "organisations.HistoricalMembership",
    "citizens.HistoricalCitizen",
    "pathways.HistoricalVersion",
}
