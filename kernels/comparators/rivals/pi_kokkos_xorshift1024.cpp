// SPDX-License-Identifier: Apache-2.0
// pi with the XorShift1024 pool of Kokkos.
#include "pi_kokkos_pool.hpp"

namespace assay {
namespace {

RegisterComparator const registered{
    {.name = "kokkos-xorshift1024",
     .kernel = "pi",
     .summary = "Kokkos::Random_XorShift1024_Pool, drand()",
     .role = Role::rival,
     .nominal_samples_per_second = 2e8,
     .prepare = prepare_with_pool<Kokkos::Random_XorShift1024_Pool<Space>>}};

}  // namespace
}  // namespace assay
