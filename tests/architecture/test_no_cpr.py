"""A CPR number never stands in an address, a page title, a task's arguments or a log."""

import inspect
import io
import logging
import logging.config
import re
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

from citizens.models import AccessLog
from tests.architecture.test_urls import ADDRESSES
from tests.conftest import NANCY

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
NUMBER = re.compile(r"\b(?:full_cpr|revealed_cpr|identifier|cpr)\b")
IN_TITLE = re.compile(r"{% block title %}(.*?){% endblock", re.DOTALL)
IN_ADDRESS = re.compile(r'(?:href|action|src|hx-[a-z-]+)="([^"]*{[{%][^"]*)"')


def computed(text: str) -> list[str]:
    """What a template computes in `text`: not its words, nor the names of pages and messages."""
    code = re.findall(r"{{.*?}}|{%.*?%}", text)
    return [re.sub(r"""(["']).*?\1""", "", part) for part in code]


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_no_address_takes_one(address):
    assert not [name for name in address.arguments if NUMBER.search(name) or "person" in name]


@pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR))
)
def test_no_template_writes_one_into_a_title_or_an_address(template):
    source = template.read_text(encoding="utf-8")
    places = [text for pattern in (IN_TITLE, IN_ADDRESS) for text in pattern.findall(source)]

    assert not [place for place in places for code in computed(place) if NUMBER.search(code)]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("{{ citizen.full_cpr }}", True),
        ("{% translate 'CPR-nummer' %}", False),
        ("{% url 'citizens:reveal_cpr' citizen.pk %}", False),
        ("{% url 'citizens:look_up' %}?q={{ citizen.identifier }}", True),
        ("{% if cpr %}", True),
    ],
)
def test_the_check_tells_a_number_from_a_word(place, expected):
    assert any(NUMBER.search(code) for code in computed(place)) is expected


def test_a_number_in_the_address_is_not_looked_up(client_for, gp, nancy):
    before = AccessLog.objects.count()

    html = client_for(gp).get("/citizens/", {"cpr": NANCY}).content.decode()

    assert "Berggren" not in html
    assert AccessLog.objects.count() == before


def test_no_task_takes_one():
    current_app.loader.import_default_modules()
    ours = [task for name, task in current_app.tasks.items() if not name.startswith("celery.")]

    assert not [
        (task.name, name)
        for task in ours
        for name in inspect.signature(task.run).parameters
        if NUMBER.search(name)
    ]


@pytest.mark.parametrize("number", [NANCY, NANCY.replace("-", "")], ids=["hyphen", "no hyphen"])
def test_a_log_hides_it_in_message_arguments_and_traceback(number):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    configured = settings.LOGGING["formatters"]["line"]
    handler.setFormatter(
        logging.config.BaseConfigurator({}).resolve(configured["()"])(
            configured["format"], style=configured["style"]
        )
    )
    logger = logging.getLogger("tests.no_cpr")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        raise ValueError(number)
    except ValueError:
        logger.exception("slår %s op for %s", number, number)
    finally:
        logger.removeHandler(handler)

    written = stream.getvalue()
    assert "9996" not in written
    assert written.count("251248-••••") == 3


def test_a_citizen_is_named_without_it(nancy):
    assert "9996" not in f"{nancy} {nancy!r}"
