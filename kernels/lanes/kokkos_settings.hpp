// SPDX-License-Identifier: Apache-2.0
// How Kokkos is started.
#pragma once

#include <Kokkos_Core.hpp>
#include <optional>

namespace assay {

// Kokkos renamed its start-up options in 3.7. Its warnings are off in either: they do
// not see the affinity mask, and the observed world in the result says more.
#if KOKKOS_VERSION >= 30700
inline Kokkos::InitializationSettings kokkos_settings(int threads,
                                                      std::optional<int> device = {}) {
  Kokkos::InitializationSettings settings;
  settings.set_num_threads(threads).set_disable_warnings(true);
  if (device) settings.set_device_id(*device);
  return settings;
}
#else
inline Kokkos::InitArguments kokkos_settings(int threads,
                                             std::optional<int> device = {}) {
  Kokkos::InitArguments settings;
  settings.num_threads = threads;
  if (device) settings.device_id = *device;
  settings.disable_warnings = true;
  return settings;
}
#endif

}  // namespace assay
