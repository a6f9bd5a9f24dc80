// SPDX-License-Identifier: Apache-2.0
// Starts MPI and Kokkos, and stops them at the end of the scope.
#pragma once

#include <Kokkos_Core.hpp>

namespace assay {

/// MPI from construction to destruction, threads funnelled through the main one. Throws
/// std::runtime_error if the library cannot do that.
class MpiScope {
 public:
  MpiScope(int& argc, char**& argv);
  ~MpiScope();
  MpiScope(MpiScope const&) = delete;
  MpiScope& operator=(MpiScope const&) = delete;
};

// Kokkos renamed its start-up options in 3.7. Its warnings are off in either: they do
// not see the affinity mask, and the observed world in the result says more.
#if KOKKOS_VERSION >= 30700
inline Kokkos::InitializationSettings kokkos_settings(int threads) {
  return Kokkos::InitializationSettings().set_num_threads(threads).set_disable_warnings(
      true);
}
#else
inline Kokkos::InitArguments kokkos_settings(int threads) {
  Kokkos::InitArguments settings;
  settings.num_threads = threads;
  settings.disable_warnings = true;
  return settings;
}
#endif

}  // namespace assay
