// SPDX-License-Identifier: Apache-2.0
// What the kernels on a GPU are measured against, in one program: pi by our body and by
// cuRAND's Philox, and a copy within the device. One JSON value on standard output.
//
//     nvcc -std=c++20 -O3 -arch=native -fmad=false -I. -I kernels -o peers
//     kernels/device/peers.cu
#include <curand_kernel.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "sampling/pi.hpp"

namespace {

using Count = unsigned long long;
constexpr int threads_per_block = 256;
constexpr std::uint64_t samples_per_thread = 1U << 17U;
constexpr int repetitions = 7;

void check(cudaError_t error) {
  if (error == cudaSuccess) return;
  std::fprintf(stderr, "unavailable: %s\n", cudaGetErrorString(error));
  std::exit(69);
}

__device__ std::uint64_t thread_index() {
  return blockIdx.x * static_cast<std::uint64_t>(blockDim.x) + threadIdx.x;
}

__global__ void count_by_body(assay::Key key, Count* hits) {
  std::uint64_t const begin = thread_index() * samples_per_thread;
  atomicAdd(hits,
            assay::pi::hits<assay::Plain, assay::Philox<10>>({begin, begin + samples_per_thread}, key));
}

/// As the documentation of cuRAND shows it: one subsequence for each thread.
__global__ void count_by_curand(Count seed, Count* hits) {
  curandStatePhilox4_32_10_t state;
  curand_init(seed, thread_index(), 0, &state);
  Count mine = 0;
  for (std::uint64_t i = 0; i < samples_per_thread; i += 2) {
    float4 const u = curand_uniform4(&state);
    mine += u.x * u.x + u.y * u.y < 1 ? 1 : 0;
    mine += u.z * u.z + u.w * u.w < 1 ? 1 : 0;
  }
  atomicAdd(hits, mine);
}

/// The median time in seconds of `launch`, after one that is not counted.
template <class Launch>
double median_s(Launch const& launch) {
  cudaEvent_t begin{};
  cudaEvent_t end{};
  check(cudaEventCreate(&begin));
  check(cudaEventCreate(&end));
  launch();
  std::array<float, repetitions> times_ms{};
  for (float& time_ms : times_ms) {
    check(cudaEventRecord(begin));
    launch();
    check(cudaEventRecord(end));
    check(cudaEventSynchronize(end));
    check(cudaEventElapsedTime(&time_ms, begin, end));
  }
  check(cudaGetLastError());
  std::sort(times_ms.begin(), times_ms.end());
  return 1e-3 * static_cast<double>(times_ms[repetitions / 2]);
}

}  // namespace

int main() {
  cudaDeviceProp properties{};
  check(cudaGetDeviceProperties(&properties, 0));
  int clock_khz = 0;
  check(cudaDeviceGetAttribute(&clock_khz, cudaDevAttrClockRate, 0));
  Count* hits = nullptr;
  check(cudaMalloc(&hits, sizeof *hits));
  int const blocks = properties.multiProcessorCount * 32;
  double const samples =
      static_cast<double>(samples_per_thread) * threads_per_block * blocks;
  auto const key = assay::key_of_seed(0x548c9decbce65297U);
  double const body_s =
      median_s([&] { count_by_body<<<blocks, threads_per_block>>>(key, hits); });
  double const curand_s =
      median_s([&] { count_by_curand<<<blocks, threads_per_block>>>(1, hits); });
  constexpr std::size_t bytes = std::size_t{1} << 30U;
  char* memory = nullptr;
  check(cudaMalloc(&memory, 2 * bytes));
  double const copy_s = median_s([&] {
    check(cudaMemcpyAsync(memory + bytes, memory, bytes, cudaMemcpyDefault));
  });
  std::printf(
      "{\"device\": \"%s\", \"multiprocessors\": %d, \"clock_hz\": %.6g,\n"
      " \"pi_samples_per_s\": %.6g, \"curand_samples_per_s\": %.6g,\n"
      " \"copy_bytes_per_s\": %.6g}\n",
      properties.name, properties.multiProcessorCount, 1e3 * clock_khz,
      samples / body_s, samples / curand_s, 2 * static_cast<double>(bytes) / copy_s);
}
