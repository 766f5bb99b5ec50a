"""What the programme's figure shows on a page, with one stop open."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pathways.definition import Definition
from pathways.language import reader_language
from pathways.swimlane.drawing import Drawing, draw
from pathways.swimlane.lists import UNDATED, ActorRow, Listing, by_actor, by_column
from pathways.swimlane.opening import Opened, open_stop
from pathways.swimlane.planning import plan
from pathways.swimlane.stops import Plan, Stop
from pathways.texts import Text


@dataclass(frozen=True)
class ProgrammeFigure:
    """The figure of one version with one stop open.

    `unknown`: the stop that was asked for, where there is none of that name.
    """

    plan: Plan
    drawing: Drawing | None
    opened: Opened
    unknown: str
    title: str
    description: str
    columns: tuple[Listing, ...]
    actors: tuple[ActorRow, ...]
    heads: tuple[Text, ...]
    flagged: tuple[bool, ...]

    @property
    def emergency(self) -> Stop | None:
        """Where red flags lead, if the programme has any."""
        return next((stop for stop in self.plan.stops if stop.is_emergency), None)


def programme_figure(definition: Definition, asked: str) -> ProgrammeFigure | None:
    """The figure with the asked stop open, or the first; None where there is nothing to draw."""
    programme = plan(definition)
    if programme is None:
        return None
    found = programme.opened_by(asked) if asked else None
    stop = found or _first(programme)
    language = reader_language()
    heads = [column.title for column in programme.columns]
    if programme.undated:
        heads.append(UNDATED)
    return ProgrammeFigure(
        plan=programme,
        drawing=draw(programme, language) if programme.stops else None,
        opened=open_stop(definition, programme, stop),
        unknown=asked if asked and found is None else "",
        title=_("Forløbet for %(title)s") % {"title": definition.title.in_(language)},
        description=_description(programme, language),
        columns=by_column(programme),
        actors=by_actor(programme),
        heads=tuple(heads),
        flagged=tuple(_flagged(programme, len(heads))),
    )


def _first(programme: Plan) -> Stop:
    """The stop one begins at: the first control, or else the first that is not the citizen's."""
    stops = programme.all_stops
    controls = [stop for stop in stops if stop.checkpoint is not None and programme.by_weeks]
    others = [stop for stop in stops if stop.actor != "citizen" and not stop.is_emergency]
    return (controls or others or list(stops))[0]


def _flagged(programme: Plan, columns: int) -> list[bool]:
    """In which columns red flags are asked for."""
    starts = {way.start for way in programme.ways if way.red}
    asked = {stop.first for stop in programme.stops if stop.key in starts}
    return [place in asked for place in range(columns)]


def _description(programme: Plan, language: str) -> str:
    """The figure in words, for who does not see it."""
    lanes = ", ".join(lane.title.in_(language) for lane in programme.lanes)
    columns = ", ".join(column.title.in_(language) for column in programme.columns)
    words = _(
        "Vandrette baner, én for hver aktør: %(lanes)s. Fra venstre mod højre: %(columns)s. "
        "Hvert stop er et link, der åbner, hvad der gøres, af hvem og på hvilket grundlag."
    ) % {"lanes": lanes, "columns": columns}
    controls = [stop for stop in programme.stops if stop.checkpoint is not None]
    if controls:
        words += " " + _("Kontroller: %(controls)s.") % {
            "controls": ", ".join(stop.title.in_(language) for stop in controls)
        }
    if any(way.red for way in programme.ways):
        words += " " + _("Røde flag fører til akutmodtagelsen.")
    return words + " " + _("Hele indholdet står også i tabellen nedenfor.")
