"""How forms are drawn."""

from django.forms.renderers import TemplatesSetting


class DkfdsRenderer(TemplatesSetting):
    """Draws every form field with the design system's markup, so no template repeats it."""

    field_template_name = "dkfds/field.html"
