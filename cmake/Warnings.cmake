# SPDX-License-Identifier: Apache-2.0
# Our own targets are free of warnings; those of others are not our business.
add_library(assay_warnings INTERFACE)
target_compile_options(assay_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
