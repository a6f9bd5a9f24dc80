// SPDX-License-Identifier: Apache-2.0
// The build as CMake saw it, and the libraries as they name themselves.
#include "provenance.hpp"

#include <mpi.h>

#include <string>
#include <type_traits>

#include "generated/build_info.hpp"
#include "lanes/instruction_set.hpp"
#include "lanes/space.hpp"

namespace assay {
namespace {

std::string kokkos_version() {
  return std::to_string(KOKKOS_VERSION / 10000) + "." +
         std::to_string(KOKKOS_VERSION / 100 % 100) + "." +
         std::to_string(KOKKOS_VERSION % 100);
}

/// One of the few calls that MPI allows before MPI_Init.
std::string mpi_version() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING] = {};
  int length = 0;
  MPI_Get_library_version(text, &length);
  return text;
}

#ifdef KOKKOS_ENABLE_SERIAL
constexpr bool runs_threads = !std::is_same_v<Space, Kokkos::Serial>;
#else
constexpr bool runs_threads = true;
#endif

}  // namespace

Json provenance() {
  Json json = {{"backend", ASSAY_BACKEND},
               {"runs_threads", runs_threads},
               {"kokkos", kokkos_version()},
               {"mpi", mpi_version()},
               {"compiler", build_info::compiler},
               {"build_type", build_info::build_type},
               {"flags", build_info::flags},
               {"instruction_set", name_of(chosen_instruction_set())}};
  if (*build_info::commit != '\0') {
    json["commit"] = build_info::commit;
    json["dirty"] = build_info::dirty;
  }
  return json;
}

}  // namespace assay
