// SPDX-License-Identifier: Apache-2.0
// Starts a program in a session of its own, with nothing inherited but what is meant.
#pragma once

#include <sys/types.h>

#include <stdexcept>
#include <string>

#include "descriptor.hpp"
#include "process.hpp"

namespace assay {

/// The program cannot be started; the message says which and why.
class StartError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Processes, descriptors or memory are short, which others may give back; or the file
/// system of the program failed to answer, which may pass too.
class ShortageError : public StartError {
 public:
  using StartError::StartError;
};

/// One of the two, for a system call that failed: errno says why.
[[noreturn]] void throw_start_error(char const* call);

struct Spawned {
  pid_t pid = 0;
  Descriptor output;   ///< of the child, as the next; neither blocks
  Descriptor error;    ///< closed where it comes with the output
  Descriptor failure;  ///< see exec_failure
};

/// argv[0] as the child will find it: with a slash, relative to the command's
/// directory; without, in the PATH of the command's environment. Throws StartError.
std::string find_program(Command const& command);

/// Throws StartError where the program or a resource is missing before the child runs.
Spawned spawn(Command const& command);

/// Once the child has ended: why it ended before its program began, or nothing.
std::string exec_failure(Spawned const& child, Command const& command);

}  // namespace assay
