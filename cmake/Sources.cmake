# SPDX-License-Identifier: Apache-2.0
# assay_glob(VARIABLE [RELATIVE] PATTERN...): the files of all patterns, looked for again at
# each build. A pattern without a file is an error: after a folder moved, its sources would
# be left out, and tests over none of them would pass.
function(assay_glob variable)
  cmake_parse_arguments(glob "RELATIVE" "" "" ${ARGN})
  set(how CONFIGURE_DEPENDS)
  if(CMAKE_SCRIPT_MODE_FILE)
    set(how "")  # refused there
  endif()
  if(glob_RELATIVE)
    list(APPEND how RELATIVE ${CMAKE_CURRENT_SOURCE_DIR})
  endif()
  set(all "")
  foreach(pattern IN LISTS glob_UNPARSED_ARGUMENTS)
    file(GLOB found ${how} ${pattern})
    if(NOT found)
      message(FATAL_ERROR "${pattern} in ${CMAKE_CURRENT_SOURCE_DIR} matches no file. "
        "Mend the pattern where the folder has moved, else take it away.")
    endif()
    list(APPEND all ${found})
  endforeach()
  set(${variable} ${all} PARENT_SCOPE)
endfunction()
