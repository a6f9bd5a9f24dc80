#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# bodies_apart.sh OBJECT...: fails where a body compiled for one set of instructions leaves
# a function that could take the place of another's: one whose name has neither the target
# nor its vector.
set -euo pipefail

seen=0
failures=0
for object in "$@"; do
  target=$(basename "$object")
  target=${target%%[._]*}
  case $target in
    Baseline) lanes=2 ;;
    Avx2) lanes=4 ;;
    Avx512) lanes=8 ;;
    *) continue ;;
  esac
  own="assay::${target}[>,)]|__vector\\($lanes\\)"
  symbols=$(nm --demangle --defined-only --extern-only "$object")
  seen=$((seen + $(grep -cE "$own" <<<"$symbols")))
  if alien=$(grep -vE "$own" <<<"$symbols"); then
    echo "$object holds for all what is compiled for $target alone:"
    echo "$alien"
    failures=1
  fi
done
((seen > 0)) || { echo "no bodies among: $*"; exit 1; }
exit "$failures"
