# SPDX-License-Identifier: Apache-2.0
# Our own targets are compiled with warnings; those of others are not our business. They stop
# the build only where ASSAY_DEVELOPER asks for it, as .ci/run does: a user's compiler may be
# newer than any that was tried.
option(ASSAY_DEVELOPER "Warnings of our own code are errors, and each header is compiled alone" OFF)
add_library(assay_warnings INTERFACE)
if("cuda" IN_LIST ASSAY_BACKENDS OR "hip" IN_LIST ASSAY_BACKENDS)
  # What nvcc makes of the code has many; the builds for CPUs see the same files.
  return()
endif()
target_compile_options(assay_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion $<$<BOOL:${ASSAY_DEVELOPER}>:-Werror>
  # Members have default values, so leaving some out is what they are for.
  -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlaps in std::string's own operator+ (GCC bug 105651).
  target_compile_options(assay_warnings INTERFACE -Wno-restrict)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # From GCC 13 on: whatever takes a reference to a name and returns one to what is registered
  # under it is suspected of returning the name.
  target_compile_options(assay_warnings INTERFACE -Wno-dangling-reference)
endif()
