// SPDX-License-Identifier: Apache-2.0
// Marks functions for the compilers of hosts and devices, without any library, so that
// the bodies of kernels compile with nvcc or hipcc alone.
#pragma once

/// ASSAY_FUNCTION: callable on both sides. ASSAY_INLINE: so, and part of its caller at
/// any optimisation, so that no copy of it is left that another translation unit,
/// compiled for other instructions, could be linked to.
#if defined(__CUDACC__) || defined(__HIPCC__)
#define ASSAY_FUNCTION __host__ __device__
#define ASSAY_INLINE __host__ __device__ __forceinline__
#else
#define ASSAY_FUNCTION
#define ASSAY_INLINE inline __attribute__((always_inline))
#endif

/// The next loop is unrolled whole: it runs over a small array that shall be registers.
#if defined(__CUDACC__) || defined(__clang__)
#define ASSAY_UNROLL _Pragma("unroll")
#else
#define ASSAY_UNROLL _Pragma("GCC unroll 16")
#endif
