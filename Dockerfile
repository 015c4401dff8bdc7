FROM python:3.11-slim-bookworm

ENV OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    MKL_NUM_THREADS=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONUNBUFFERED=1

WORKDIR /app
COPY requirements.txt .
RUN python -m pip install --quiet --require-hashes --only-binary :all: -r requirements.txt
COPY . .
RUN python -m compileall -q . && install -d -o 10001 -g 10001 /data

USER 10001:10001
EXPOSE 8501
STOPSIGNAL SIGTERM

# Any unknown path answers 200, so the probe compares the body; a busy server may take its time.
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import sys, urllib.request as u; sys.exit(u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=8).read() != b'ok')"]

CMD ["python", "-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.address=0.0.0.0", "--server.port=8501"]
