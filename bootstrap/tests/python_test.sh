#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The Python of the analysis is one whose packages are new enough; of others is said why not.
. "${BASH_SOURCE[0]%/*}/project.sh"

unset ASSAY_PYTHON PYTHONPATH
cp -r "$source_root/analysis/scaling" "$project/analysis/"

# make_python DIRECTORY NAME-VERSION...: an environment with packages that are names only.
make_python() {
  local directory=$1 package name site
  shift
  python3 -m venv --without-pip "$directory"
  site=$(echo "$directory"/lib/python3*/site-packages)
  for package; do
    name=${package%-*}
    mkdir -p "$site/${name,,}" "$site/$package.dist-info"
    : >"$site/${name,,}/__init__.py"
  done
}
packages=(scipy-1.11 matplotlib-3.8 Jinja2-3.1)
make_python "$scratch/old" numpy-1.21.5 "${packages[@]}"
make_python "$scratch/none" "${packages[@]}"
make_python "$scratch/new" numpy-1.26.4 "${packages[@]}"

# found NAME: what is found where the python3 of that environment comes first.
found() { VIRTUAL_ENV=$scratch/$1 PATH=$scratch/$1/bin:$PATH bash "$project/bootstrap/find_python.sh" 2>"$errors"; }

expect "new enough" "$(found new)" "$scratch/new/bin/python3"
for name in old none; do
  output=$(found "$name") || true  # the machine may have a good one besides
  [[ $output != "$scratch/$name"* ]] || fail "$output was taken"
done

root=$project
cd "$project"
. bootstrap/progress.sh
. bootstrap/packages.sh
. bootstrap/python.sh
said() { VIRTUAL_ENV=$scratch/$1 describe_pythons 2>"$errors"; }
said old
expect_said "old/bin/python3 has numpy 1.21.5. The analysis needs Python 3.9 or later with numpy 1.22"
said none
expect_said "none/bin/python3 has no numpy. The analysis needs"
