// SPDX-License-Identifier: Apache-2.0
// Which mpiexec there is, and of which MPI: their options differ, and a worker that is
// started by another MPI's launcher runs as so many worlds of one rank.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Whose words a launcher understands. MPICH: and its descendants (MVAPICH).
enum class MpiFamily { unknown, open_mpi, mpich, intel };

struct MpiLauncher {
  std::string program = "mpiexec";  ///< a name on PATH, or a path
  MpiFamily family = MpiFamily::open_mpi;
  std::string version{};  ///< the line by which it names itself
  std::string note{};     ///< why another than the one on PATH was taken; may be empty
  /// It starts ranks on the first of these, through ssh; empty: here or in its job.
  std::vector<std::string> hosts{};
  /// The program of ours that binds its ranks, where it cannot; else empty.
  std::string binder{};
};

/// A worker, and the string by which the MPI library that it is linked with names
/// itself.
struct LinkedWorker {
  std::string worker, library;
};

/// From what `program --version` printed. Pure.
MpiLauncher parse_mpi_launcher(std::string const& program, std::string const& text);

/// Whether it says that it was built without a library of topology: it then refuses
/// every binding. From what `program --version` printed. Pure.
bool cannot_bind(std::string const& text);

/// Of the string by which an MPI library names itself. Pure.
MpiFamily family_of_library(std::string const& library);

/// Whether a launcher of one starts programs of the other as one world, by the protocol
/// between launcher and ranks: PMIx, or PMI. What is not known may.
bool understand_each_other(MpiFamily one, MpiFamily other);

/// Why this launcher cannot start a worker linked with this library, or an empty text.
/// MPICH and Intel MPI start each other's programs; what is not known is left to the
/// gate. Pure.
std::string mismatch(MpiLauncher const& launcher, std::string const& worker,
                     std::string const& library);

/// The name of a family, for people.
std::string_view name_of(MpiFamily family);

/// Whether all workers are linked with this launcher's MPI in its major release: others
/// often work, but the mpiexec of Open MPI 5 has programs of 4 load its own library.
bool is_their_own(MpiLauncher const& launcher,
                  std::vector<LinkedWorker> const& workers);

}  // namespace assay
