// SPDX-License-Identifier: Apache-2.0
// What a new process keeps of the descriptors of its parent.
#pragma once

namespace assay {

/// What becomes 0, 1 and 2; the same may stand for several.
struct Streams {
  int input, output, error;
};

/// The streams become 0, 1 and 2, `extra` 3 (closed by exec); all others are closed.
/// For the child between fork and exec: calls nothing but system calls. Returns 3, or
/// -1 with errno.
int keep_only(Streams const& streams, int extra);

/// Closes all from `first` on, by what /proc/self/fd lists; for kernels without
/// close_range (before 5.9). Same restriction as keep_only.
void close_listed_from(int first);

}  // namespace assay
