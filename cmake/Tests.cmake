# SPDX-License-Identifier: Apache-2.0
# What every test program is made with.
add_library(assay_tests INTERFACE)
target_link_libraries(assay_tests INTERFACE assay_warnings GTest::gmock)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # In KiB. GCC collects its garbage when it has this much: at its own 128 MiB, a sixth of the
  # time that these sources take to compile.
  target_compile_options(assay_tests INTERFACE $<$<COMPILE_LANGUAGE:CXX>:--param=ggc-min-heapsize=500000>)
endif()
