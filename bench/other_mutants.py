"""Faults beside the routing: red flags, phases, weeks, visibility, texts, codes and use."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any, TypeAlias

from pathways.conditions.facts import NONE, FactType
from pathways.definition import Definition

Data: TypeAlias = dict[str, Any]
Made: TypeAlias = Iterator[tuple[str, Data]]

EVERY = 12
"""Of the hundreds of texts every so many loses its English."""


def _fresh(data: Data) -> Data:
    """A copy to change; several times faster so than by the `copy` module."""
    fresh: Data = pickle.loads(pickle.dumps(data))  # noqa: S301 - our own data, written just now
    return fresh


def mark_red_flag(definition: Definition, data: Data) -> Made:
    """An option that does not lead to emergency is marked as a red flag."""
    for number, phrase in enumerate(data["phrases"]):
        for place, fact in enumerate(phrase["facts"]):
            for index, option in enumerate(fact.get("options", ())):
                if option.get("red_flag") or option["key"] == NONE or index % 3:
                    continue
                made = _fresh(data)
                made["phrases"][number]["facts"][place]["options"][index]["red_flag"] = True
                yield f"{fact['key']} {option['key']} is a red flag", made


def red_flag_unread(definition: Definition, data: Data) -> Made:
    """A rule no longer asks for an option that is a red flag."""
    flags = {
        (fact["key"], option["key"])
        for phrase in data["phrases"]
        for fact in phrase["facts"]
        for option in fact.get("options", ())
        if option.get("red_flag")
    }
    for key, flag in sorted(flags):
        made = _fresh(data)
        made["examples"] = []
        if _forget(made["rules"], key, flag):
            yield f"no rule reads {flag} of {key}", made


def _forget(node: Any, fact: str, option: str) -> bool:
    """Take an option out of every list of a fact's leaves; whether there was one to take."""
    if isinstance(node, list):
        return any([_forget(part, fact, option) for part in node])
    if not isinstance(node, dict):
        return False
    if node.get("fact") == fact:
        for name in ("has_any", "one_of"):
            if option in node.get(name, ()) and len(node[name]) > 1:
                node[name].remove(option)
                return True
        return False
    return any([_forget(part, fact, option) for part in node.values()])


def orphan_phase(definition: Definition, data: Data) -> Made:
    for phase in data.get("phases", ())[1:]:
        made = _fresh(data)
        for other in made["phases"]:
            other["next"] = [key for key in other.get("next", ()) if key != phase["key"]]
        yield f"no way to {phase['key']}", made


def trap_phase(definition: Definition, data: Data) -> Made:
    for number, phase in enumerate(data.get("phases", ())[:-1]):
        made = _fresh(data)
        made["phases"][number]["next"] = [phase["key"]]
        yield f"no way from {phase['key']}", made


def disorder_weeks(definition: Definition, data: Data) -> Made:
    controls = data.get("checkpoints", ())
    for number in range(len(controls) - 1):
        if controls[number]["week"] != controls[number + 1]["week"]:
            made = _fresh(data)
            pair = made["checkpoints"][number : number + 2]
            made["checkpoints"][number : number + 2] = pair[::-1]
            yield f"control {number} after {number + 1}", made
    for number, control in enumerate(controls):
        if control["week"] > 0:
            made = _fresh(data)
            made["checkpoints"][number]["latest_week"] = control["week"] - 1
            yield f"control {number} too late", made
    for number, activity in enumerate(data.get("activities", ())):
        if activity.get("from_week") is not None and activity.get("to_week"):
            made = _fresh(data)
            made["activities"][number]["from_week"] = activity["to_week"] + 1
            yield f"activity {activity['key']} backwards", made


def hide_phrase(definition: Definition, data: Data) -> Made:
    """Each phrase of which a fact is read is shown to nobody, or waits for its own follower."""
    young = {"all": [{"fact": "age", "at_most": 1}, {"fact": "age", "at_least": 2}]}
    for number, phrase in enumerate(data["phrases"]):
        made = _fresh(data)
        made["phrases"][number]["visible_when"] = young
        yield f"{phrase['key']} shown to nobody", made
        other = data["phrases"][number - 1]
        made = _fresh(data)
        made["phrases"][number]["visible_when"] = _known(other)
        made["phrases"][number - 1]["visible_when"] = _known(phrase)
        yield f"{phrase['key']} and {other['key']} wait for each other", made


def _known(phrase: Data) -> Data:
    return {"fact": phrase["facts"][0]["key"], "known": True}


def drop_translation(definition: Definition, data: Data) -> Made:
    """Of every so many texts one loses its English, and the next has the Danish in its place."""
    found: list[tuple[str | int, ...]] = []

    def walk(node: Any, path: tuple[str | int, ...]) -> None:
        if isinstance(node, dict):
            words = str(node.get("da", ""))
            if set(node) == {"da", "en"} and node["en"] != words and len(words.split()) > 3:
                found.append(path)
            for name, part in node.items():
                walk(part, (*path, name))
        elif isinstance(node, list):
            for number, part in enumerate(node):
                walk(part, (*path, number))

    walk(data, ())
    for turn, path in enumerate(found[::EVERY]):
        made = _fresh(data)
        here: Any = made
        for step in path:
            here = here[step]
        here["en"] = here["da"] if turn % 2 else ""
        yield f"no English at {path}", made


def spoil_code(definition: Definition, data: Data) -> Made:
    group = data["patient_group"]
    for number, code in enumerate(group.get("code_labels", ())):
        made = _fresh(data)
        made["patient_group"]["code_labels"][number]["code"] = code["code"].lower()
        yield f"{code['code']} in small letters", made
    for system, codes in group.get("codes", {}).items():
        for number, code in enumerate(codes):
            made = _fresh(data)
            made["patient_group"]["codes"][system][number] = f"{code}-A00"
            yield f"{code} ends before it begins", made
            made = _fresh(data)
            made["patient_group"]["codes"][system].append("Z99")
            yield f"Z99 beside {code} without a name", made
            break


def read_event_fact(definition: Definition, data: Data) -> Made:
    """A rule that asks what is known only afterwards."""
    if not data.get("event_facts"):
        return
    fact = data["event_facts"][0]["key"]
    for number, rule in enumerate(data["rules"]):
        made = _fresh(data)
        made["rules"][number]["when"] = {"all": [rule["when"], {"fact": fact, "known": True}]}
        yield f"{rule['key']} reads {fact}", made


def unrecorded(definition: Definition, data: Data) -> Made:
    """An event fact that an indicator reads gets another key, which nothing records."""
    indicators = data.get("indicators", [])
    for fact in data.get("event_facts", ()):
        other = f"{fact['key']}_x"
        if _renamed(indicators, fact["key"], other) != indicators:
            made = _renamed(data, fact["key"], other)
            yield f"{fact['key']} is not recorded", made


def _renamed(node: Any, key: str, other: str) -> Any:
    if isinstance(node, list):
        return [_renamed(part, key, other) for part in node]
    if isinstance(node, dict):
        return {name: _renamed(part, key, other) for name, part in node.items()}
    return other if node == key else node


def add_unused(definition: Definition, data: Data) -> Made:
    """An answer that nothing reads: an option more of each set that rules read."""
    read = {fact for compiled in definition.compiled_rules for fact in compiled.facts}
    for number, phrase in enumerate(data["phrases"]):
        for place, fact in enumerate(phrase["facts"]):
            if fact["type"] == FactType.SET and fact["key"] in read:
                made = _fresh(data)
                options = made["phrases"][number]["facts"][place]["options"]
                options.append({"key": "more", "label": {"da": "Mere", "en": "More"}})
                yield f"{fact['key']} with an option more", made


def drop_phrase(definition: Definition, data: Data) -> Made:
    for number, phrase in enumerate(data["phrases"]):
        if any(fact["type"] != FactType.TEXT for fact in phrase["facts"]):
            made = _fresh(data)
            del made["phrases"][number]
            yield f"without phrase {phrase['key']}", made


def too_many(definition: Definition, data: Data) -> Made:
    made = _fresh(data)
    phrases = made["phrases"]
    while len(phrases) < 9:
        number = len(phrases)
        fact = {"key": f"more_{number}", "type": "text", "label": {"da": "Mere", "en": "More"}}
        title = {"da": "Mere", "en": "More"}
        phrases.append({"key": f"more_{number}", "title": title, "facts": [fact]})
    yield "nine phrases", made
    made = _fresh(data)
    if made.get("indicators"):
        indicators = made["indicators"]
        while len(indicators) < 7:
            indicators.append(indicators[0] | {"key": f"more-{len(indicators)}"})
        yield "seven indicators", made


def repeat_key(definition: Definition, data: Data) -> Made:
    for part in ("rules", "phases", "checkpoints", "activities", "indicators", "phrases"):
        if len(data.get(part, ())) > 1:
            made = _fresh(data)
            made[part][1]["key"] = made[part][0]["key"]
            yield f"two {part} with one key", made


OTHER = {
    "mark a red flag": mark_red_flag,
    "leave a red flag unread": red_flag_unread,
    "orphan a phase": orphan_phase,
    "trap a phase": trap_phase,
    "put weeks in disorder": disorder_weeks,
    "hide a question": hide_phrase,
    "drop a translation": drop_translation,
    "spoil a code": spoil_code,
    "read what is not known yet": read_event_fact,
    "count what is not recorded": unrecorded,
    "add an unused answer": add_unused,
    "drop a phrase": drop_phrase,
    "have too many": too_many,
    "repeat a key": repeat_key,
}
