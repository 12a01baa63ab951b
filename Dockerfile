# The service alone; the extension is built on a developer's machine (make setup).
FROM python:3.11-slim
WORKDIR /app
RUN pip install --no-cache-dir "uv>=0.9,<1"
COPY pyproject.toml uv.lock README.md LICENSE ./
COPY classifier ./classifier
COPY server ./server
RUN uv sync --frozen --no-dev --no-editable \
 && useradd --system --uid 10001 sverka \
 && install -d -o sverka -g sverka /data
USER sverka
ENV SVERKA_DATA_DIR=/data SVERKA_HOST=0.0.0.0 SVERKA_PORT=8000
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s CMD ["/app/.venv/bin/python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["/app/.venv/bin/sverka"]
CMD ["serve"]
