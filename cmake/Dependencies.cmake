# SPDX-License-Identifier: Apache-2.0
# Finds what assay needs. What is on the machine always wins; the rest is fetched by URL and
# sha256, or, with ASSAY_FETCH=OFF, named together with the packages that have it.
include(FetchContent)
set(assay_missing)
set(assay_to_fetch)

# Columns of requirements.txt.
set(assay_apt_column 2)
set(assay_spack_column 5)
set(assay_url_column 6)
set(assay_sha256_column 7)

# The words of one line of requirements.txt.
function(assay_requirement name out)
  file(STRINGS ${PROJECT_SOURCE_DIR}/cmake/requirements.txt line REGEX "^${name} ")
  separate_arguments(words UNIX_COMMAND "${line}")
  set(${out} ${words} PARENT_SCOPE)
endfunction()

# To be called for a requirement that was not found; a reason may follow.
macro(assay_not_found name)
  assay_requirement(${name} words)
  list(LENGTH words count)
  if(ASSAY_FETCH AND count GREATER ${assay_url_column})
    list(GET words ${assay_url_column} url)
    list(GET words ${assay_sha256_column} sha256)
    # Five seconds without a byte are enough to know that there is no way to the internet.
    # SYSTEM stands first: CMake 3.25 takes it for a part of the value before it.
    FetchContent_Declare(${name} SYSTEM URL ${url} URL_HASH SHA256=${sha256}
                         DOWNLOAD_EXTRACT_TIMESTAMP ON INACTIVITY_TIMEOUT 5)
    list(APPEND assay_to_fetch ${name})
  else()
    list(APPEND assay_missing ${name})
    set(assay_reason_${name} "${ARGN}")
  endif()
endmacro()

macro(assay_find name package)
  find_package(${package} QUIET ${ARGN})
  if(NOT ${package}_FOUND)
    assay_not_found(${name})
  endif()
endmacro()

find_package(Threads REQUIRED)
assay_find(json nlohmann_json)
if(ASSAY_HARNESS)
  assay_find(zlib ZLIB)
  assay_find(openssl OpenSSL COMPONENTS Crypto)
  assay_find(yaml-cpp yaml-cpp)
  assay_find(cli11 CLI11)
  assay_find(fmt fmt)
  find_package(PkgConfig QUIET)
  if(NOT PkgConfig_FOUND)
    list(APPEND assay_missing pkg-config hwloc re2)
  else()
    pkg_check_modules(hwloc QUIET IMPORTED_TARGET hwloc)
    if(NOT hwloc_FOUND)
      list(APPEND assay_missing hwloc)
    endif()
    pkg_check_modules(re2 QUIET IMPORTED_TARGET re2)  # older ones bring no file for CMake
    if(NOT re2_FOUND)
      assay_not_found(re2)
    endif()
  endif()
endif()

if(ASSAY_WORKER)
  include(cmake/Mpi.cmake)
  assay_find(kokkos Kokkos)
endif()
if(ASSAY_MICRO)
  assay_find(benchmark benchmark)
endif()
if(BUILD_TESTING)
  find_package(GTest QUIET)
  if(NOT TARGET GTest::gmock)
    assay_not_found(googletest)
  endif()
endif()
if(BUILD_TESTING OR ASSAY_MICRO)
  find_path(RANDOM123_INCLUDE_DIR Random123/philox.h)
  if(NOT RANDOM123_INCLUDE_DIR)
    assay_not_found(random123)
  endif()
endif()

# A line for each that is missing, with the reason where there is one: ./assay reads it.
set(assay_missing_file ${PROJECT_BINARY_DIR}/missing.txt)
file(REMOVE ${assay_missing_file})
if(assay_missing)
  set(lines)
  set(reasons)
  set(debian)
  set(spack)
  foreach(name IN LISTS assay_missing)
    string(APPEND lines "${name} ${assay_reason_${name}}\n")
    if(assay_reason_${name})
      string(APPEND reasons "${assay_reason_${name}}.\n")
    endif()
    assay_requirement(${name} words)
    list(GET words ${assay_apt_column} package)
    list(GET words ${assay_spack_column} spec)
    string(REPLACE "," " " package "${package}")
    string(REPLACE "-" "" nothing "${package}")
    if(nothing)
      string(APPEND debian " ${package}")
    endif()
    string(APPEND spack " ${spec}")
  endforeach()
  file(WRITE ${assay_missing_file} "${lines}")
  list(JOIN assay_missing ", " names)
  message(FATAL_ERROR "Not found: ${names}.\n${reasons}"
    "./assay gets them where it may. By hand: "
    "apt-get install --no-install-recommends${debian}\n"
    "or: spack install${spack}\n"
    "or load their modules, or name their place in CMAKE_PREFIX_PATH.")
endif()

# How the fetched ones are built: as libraries, without their own tests and tools.
set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)  # these variables count in their option() too
set(YAML_CPP_BUILD_TESTS OFF)
set(YAML_CPP_BUILD_TOOLS OFF)
set(YAML_CPP_INSTALL OFF)
set(JSON_BuildTests OFF)
set(JSON_Install OFF)
set(FMT_INSTALL OFF)
set(CLI11_INSTALL OFF)
set(INSTALL_GTEST OFF)
set(RE2_BUILD_TESTING OFF)
set(BENCHMARK_ENABLE_TESTING OFF)
set(BENCHMARK_ENABLE_INSTALL OFF)
set(Kokkos_ENABLE_SERIAL ON)
set(Kokkos_ENABLE_OPENMP ON)
set(CMAKE_POLICY_VERSION_MINIMUM 3.5)  # yaml-cpp 0.8.0 asks for 3.4, which CMake 4 refuses
FetchContent_MakeAvailable(${assay_to_fetch})

# One name for each, whatever version was found.
if(ASSAY_HARNESS AND NOT TARGET yaml-cpp::yaml-cpp)  # named so from 0.8 on
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
if("re2" IN_LIST assay_to_fetch)
  add_library(PkgConfig::re2 ALIAS re2)
endif()
if("yaml-cpp" IN_LIST assay_to_fetch)
  target_compile_options(yaml-cpp PRIVATE -include cstdint)  # 0.8.0 with GCC 15
endif()
if(BUILD_TESTING OR ASSAY_MICRO)
  if("random123" IN_LIST assay_to_fetch)
    set(RANDOM123_INCLUDE_DIR ${random123_SOURCE_DIR}/include)
  endif()
  add_library(Random123 INTERFACE)
  target_include_directories(Random123 SYSTEM INTERFACE ${RANDOM123_INCLUDE_DIR})
  add_library(Random123::Random123 ALIAS Random123)
endif()

# A Kokkos without OpenMP or Threads runs every sweep on one thread, silently.
if(ASSAY_WORKER)
  if("kokkos" IN_LIST assay_to_fetch)
    assay_requirement(kokkos words)
    list(GET words ${assay_url_column} url)
    string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" Kokkos_VERSION "${url}")
    string(APPEND Kokkos_VERSION " (fetched)")
    set(Kokkos_DEVICES OPENMP SERIAL)
  endif()
  if(NOT "OPENMP" IN_LIST Kokkos_DEVICES AND NOT "THREADS" IN_LIST Kokkos_DEVICES)
    message(WARNING "Kokkos ${Kokkos_VERSION} in ${Kokkos_DIR} has the backends "
      "[${Kokkos_DEVICES}] and none that runs on several cores: assay-worker-openmp is not "
      "built, and sweeps over threads are refused. ./assay builds a Kokkos with OpenMP; or "
      "name one with -DKokkos_ROOT=.")
  endif()
endif()
