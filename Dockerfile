# The image that Fly runs. Built in two steps, so that the running one holds no build tools.
# The base is named by its tag and not pinned by a digest: whoever builds gets the newest patches of that Python.

FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements requirements
RUN python -m pip install --no-cache-dir --require-hashes --requirement requirements/setup.txt \
 && python -m venv --without-pip /opt/cxbot \
 && uv pip install --python /opt/cxbot/bin/python --no-cache --require-hashes --compile-bytecode \
    --requirement requirements/runtime.txt --requirement requirements/postgres.txt
# `--build-arg PDF=1` adds what sets a report as PDF, 81 MB; without it a report is a page of HTML.
ARG PDF=
RUN if [ -n "$PDF" ]; then uv pip install --python /opt/cxbot/bin/python --no-cache --require-hashes --compile-bytecode \
    --requirement requirements/pdf.txt; fi
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY frameworks frameworks
COPY prompts prompts
RUN hatchling build --target wheel \
 && uv pip install --python /opt/cxbot/bin/python --no-cache --no-deps --compile-bytecode dist/*.whl

FROM python:3.12-slim
RUN useradd --system --uid 10001 --no-create-home cxbot
COPY --from=build /opt/cxbot /opt/cxbot
ENV PATH=/opt/cxbot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PORT=8080 \
    DATABASE_URL=sqlite:////data/cxbot.db
VOLUME /data
EXPOSE 8080
# Whether the process answers. A Slack that is down, or a full disk, is not mended by a restart: `/readyz` tells of those.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
# A volume may be mounted as root's. So the start hands /data to the bot's own user and then gives root up for good;
# started as another user it takes over nothing. `exec` lets SIGTERM reach the bot, which finishes what is under way.
CMD ["sh", "-c", "if [ \"$(id -u)\" != 0 ]; then exec cxbot serve; fi; chown -R cxbot:cxbot /data && exec setpriv --reuid=cxbot --regid=cxbot --init-groups --no-new-privs cxbot serve"]
