// SPDX-License-Identifier: Apache-2.0
// The change time is compared too: it cannot be set back, as the others can.
#include "file_hash.hpp"

#include <cerrno>
#include <tuple>

#include "sha256.hpp"
#include "storage.hpp"

namespace assay {
namespace {

auto key(struct stat const& of) {
  return std::tuple(of.st_dev, of.st_ino, of.st_size, of.st_mtim.tv_sec,
                    of.st_mtim.tv_nsec, of.st_ctim.tv_sec, of.st_ctim.tv_nsec);
}

}  // namespace

std::string FileHash::current() {
  struct stat now {};
  if (stat(file_.c_str(), &now) != 0) {
    expect_answer("stat", file_, errno);
    return {};
  }
  if (!hash_.empty() && key(now) == key(seen_)) return hash_;
  hash_ = try_sha256_of_file(file_).value_or("");
  seen_ = now;
  return hash_;
}

}  // namespace assay
