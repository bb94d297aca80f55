# The image that Fly runs. Built in two steps, so that the running one holds no build tools.

FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements requirements
RUN python -m pip install --no-cache-dir --require-hashes --requirement requirements/setup.txt \
 && python -m venv --without-pip /opt/cxbot \
 && uv pip install --python /opt/cxbot/bin/python --no-cache --require-hashes --compile-bytecode \
    --requirement requirements/runtime.txt
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
# A volume may be mounted as root's. So the start hands /data to the bot's own user and then gives root up for good;
# `exec` lets SIGTERM reach the bot itself, which finishes what is under way.
CMD ["sh", "-c", "chown -R cxbot:cxbot /data && exec setpriv --reuid=cxbot --regid=cxbot --init-groups --no-new-privs cxbot serve"]
