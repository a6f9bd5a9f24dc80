// SPDX-License-Identifier: Apache-2.0
// Preloaded, it makes a file system without flock (Lustre without -o flock) out of any.
#include <cerrno>

extern "C" int flock(int, int) {
  errno = ENOSYS;
  return -1;
}
