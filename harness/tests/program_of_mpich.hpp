// SPDX-License-Identifier: Apache-2.0
// Programs of another MPI than the workers'.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>

#include "scratch.hpp"

namespace assay {

inline constexpr auto* plain_program =
    "extern \"C\" { int MPI_Init(int*, char***); int MPI_Finalize(); }\n"
    "int main() { return MPI_Init(nullptr, nullptr) + MPI_Finalize(); }\n";

/// Linked by the compiler of this machine; empty without it or without MPICH.
inline std::string program_of_mpich(Scratch const& scratch, std::string const& source) {
  auto const app = (scratch / "of_mpich").string();
  std::ofstream(app + ".cpp") << source;
  auto const words = "c++ " + app + ".cpp -o " + app + " -l:libmpich.so.12 2>&-";
  return std::system(words.c_str()) == 0 ? app : "";
}

}  // namespace assay
