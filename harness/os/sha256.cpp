// SPDX-License-Identifier: Apache-2.0
// OpenSSL's digest: present on every cluster, and checkable with Python's hashlib.
#include "sha256.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "storage.hpp"

namespace assay {
namespace {

class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
  }

  void add(char const* data, std::size_t size) {
    EVP_DigestUpdate(context_.get(), data, size);
  }

  std::string finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_.get(), bytes.data(), &size);
    std::string text;
    for (unsigned int i = 0; i < size; ++i) text += fmt::format("{:02x}", bytes[i]);
    return text;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

}  // namespace

std::string sha256(std::string const& text) {
  Digest digest;
  digest.add(text.data(), text.size());
  return digest.finish();
}

std::optional<std::string> try_sha256_of_file(std::filesystem::path const& file) {
  Descriptor const in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in.open()) {
    expect_answer("open", file, errno);
    return std::nullopt;
  }
  Digest digest;
  std::vector<char> block(1U << 16U);
  while (true) {
    auto const size = ::read(in.get(), block.data(), block.size());
    if (size == 0) return digest.finish();
    if (size > 0) {
      digest.add(block.data(), static_cast<std::size_t>(size));
    } else if (errno != EINTR) {
      expect_answer("read", file, errno);
      return std::nullopt;
    }
  }
}

std::string sha256_of_file(std::filesystem::path const& file) {
  if (auto hash = try_sha256_of_file(file)) return *std::move(hash);
  throw std::runtime_error("cannot read " + file.string());
}

}  // namespace assay
