"""Static files get names that change with their content, down to what a style sheet imports."""

import json
import re

import pytest
from django.core.management import call_command
from django.test import override_settings

from config.settings import base

pytestmark = pytest.mark.xdist_group("static files")


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    place = tmp_path_factory.mktemp("static")
    with override_settings(STORAGES=base.STORAGES, STATIC_ROOT=place):
        call_command("collectstatic", interactive=False, verbosity=0)
    return place


def test_every_import_leads_to_a_named_version(gathered):
    manifest = json.loads((gathered / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    style = (gathered / manifest["css/samspor.css"]).read_text(encoding="utf-8")
    imports = re.findall(r'@import url\("([^"]+)"\)', style)

    assert f"../{manifest['vendor/dkfds/css/dkfds.min.css']}" in imports
    assert [name for name in imports if not (gathered / "css" / name).resolve().is_file()] == []
    assert all(re.search(r"\.[0-9a-f]{12}\.css$", name) for name in imports)


def test_the_design_system_stays_in_a_layer_below_our_own_rules(gathered):
    style = next((gathered / "css").glob("samspor.*.css")).read_text(encoding="utf-8")

    assert re.search(r'@import url\("[^"]*dkfds[^"]*"\) layer\(dkfds\);', style)
