# One image for every process of Samspor: web, workers, beat, migration.

FROM python:3.11-slim-bookworm AS build
# gettext turns the translations into what the program reads
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends gettext \
 && rm -rf /var/lib/apt/lists/*
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.lock /build/
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r /build/requirements.lock
COPY . /samspor
WORKDIR /samspor
# The demonstration's settings are enough to gather files; nothing of them stays in the image.
RUN for po in locale/*/LC_MESSAGES/*.po; do \
      if [ -e "$po" ]; then msgfmt --check-format -o "${po%.po}.mo" "$po"; fi; \
    done \
 && STATIC_ROOT=/samspor/static-gathered DJANGO_SETTINGS_MODULE=config.settings.dev \
    python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q /samspor

FROM python:3.11-slim-bookworm
# the last three typeset letters as PDF
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin samspor \
 && install -d -o samspor -g samspor /media/samspor
COPY --from=build /venv /venv
COPY --from=build /samspor /samspor
WORKDIR /samspor
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    STATIC_ROOT=/samspor/static-gathered \
    MEDIA_ROOT=/media/samspor
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "config.wsgi:application"]
