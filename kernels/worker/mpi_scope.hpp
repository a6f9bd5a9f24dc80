// SPDX-License-Identifier: Apache-2.0
// Starts MPI, and stops it at the end of the scope.
#pragma once

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

}  // namespace assay
