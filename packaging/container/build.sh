#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# build.sh CLONE DIRECTORY: what both recipes of a container run in a Debian: CLONE as a package in DIRECTORY.
set -euo pipefail
apt-get update
apt-get install --yes --no-install-recommends ca-certificates dpkg-dev file
(cd "$1" && ./assay --version && cpack --config build/release/CPackConfig.cmake -G DEB -B "$2")
