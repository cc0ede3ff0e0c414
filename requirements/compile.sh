#!/bin/sh
# Pin every requirement with its hashes, for every platform; no address and no annotation goes in.
# The runtime list is the one in pyproject.toml, with the comments that say what each package is here for.
set -eu
cd "$(dirname "$0")"
pin() {
  ../.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}
pin uv.in --output-file uv.txt
pin ../pyproject.toml --output-file runtime.txt
pin build.in --output-file build.txt
pin test.in --output-file test.txt
pin bench.in --output-file bench.txt
