# SPDX-License-Identifier: Apache-2.0
# Run at each build: writes build_info.hpp, and only if it changes. Without git, or outside
# of a repository, the commit stays empty: an installation may lie in somebody else's.
find_program(git git)
set(commit "")
set(dirty false)
if(git AND EXISTS ${SOURCE}/.git)
  execute_process(COMMAND ${git} -C ${SOURCE} rev-parse HEAD OUTPUT_VARIABLE commit
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  execute_process(COMMAND ${git} -C ${SOURCE} --no-optional-locks status --porcelain
                  OUTPUT_VARIABLE changes ERROR_QUIET)
  if(changes)
    set(dirty true)
  endif()
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
