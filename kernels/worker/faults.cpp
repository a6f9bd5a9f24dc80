// SPDX-License-Identifier: Apache-2.0
// The faults. Compiled with ASSAY_FAULTS only.
#include "faults.hpp"

#include <mpi.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "common/host_name.hpp"

namespace assay::faults {
namespace {

constexpr int result_rank = 0;

/// Whether `kind` is asked of this rank: of all, of one (`kill:2`), or of those of a
/// node (`kill:n3`).
bool is(std::string_view kind, int rank) {
  char const* const variable = std::getenv("ASSAY_FAULT");
  std::string_view const asked = variable == nullptr ? "" : variable;
  auto const colon = asked.find(':');
  if (asked.substr(0, colon) != kind) return false;
  if (colon == std::string_view::npos) return true;
  auto const whom = asked.substr(colon + 1);
  int of = -1;
  auto const error = std::from_chars(whom.data(), whom.data() + whom.size(), of).ec;
  return error == std::errc{} ? of == rank : whom == host_name();
}

[[noreturn]] void sleep_for_ever() {
  for (;;) pause();
}

/// Allocates as `ulimit -v` lets it, until it does not.
void use_up_memory() {
  constexpr std::size_t block_bytes = std::size_t{64} << 20U;
  rlimit limit{};
  getrlimit(RLIMIT_AS, &limit);
  limit.rlim_cur = std::size_t{4} << 30U;
  setrlimit(RLIMIT_AS, &limit);
  std::vector<std::unique_ptr<char[]>> blocks;
  for (;;) blocks.push_back(std::make_unique_for_overwrite<char[]>(block_bytes));
}

void print_garbage() {
  constexpr int megabytes = 200;
  std::string block(1'000'000, '\0');
  std::uint32_t state = 1;
  for (char& byte : block) {
    state = state * 1664525U + 1013904223U;
    byte = static_cast<char>(state >> 24U);
  }
  for (int i = 0; i < megabytes; ++i) {
    std::fwrite(block.data(), 1, block.size(), stdout);
  }
  std::fflush(stdout);
}

}  // namespace

void before_barrier(int rank) {
  if (is("exit", rank)) std::_Exit(3);
  if (is("exit0", rank)) std::_Exit(0);
  if (is("segv", rank)) {
    std::signal(SIGSEGV, SIG_DFL);
    std::raise(SIGSEGV);
  }
  if (is("abort", rank)) MPI_Abort(MPI_COMM_WORLD, 7);
  if (is("hang", rank)) sleep_for_ever();
  if (is("hang_hard", rank)) {
    std::signal(SIGTERM, SIG_IGN);
    sleep_for_ever();
  }
  if (is("stop", rank)) std::raise(SIGSTOP);
  if (is("kill", rank)) std::raise(SIGKILL);
  if (is("out_of_memory", rank)) use_up_memory();
  if (is("garbage", rank)) print_garbage();
}

int threads(int asked, int rank) { return is("one_thread", rank) ? 1 : asked; }

Repetition repetition(Repetition sound, int rank) {
  if (is("wrong", rank)) {
    return [sound = std::move(sound)](Tally& mine) {
      sound(mine);
      mine[0] -= mine[0] / 100;
    };
  }
  if (is("slow", rank)) {
    return [sound = std::move(sound)](Tally& mine) {
      sound(mine);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    };
  }
  return sound;
}

Estimate estimate(Estimate sound) {
  if (is("nan", result_rank)) sound.value = std::numeric_limits<double>::quiet_NaN();
  return sound;
}

std::optional<std::string> result(std::string text, std::string const& nonce) {
  if (is("no_result", result_rank)) return std::nullopt;
  if (is("empty_result", result_rank)) return "";
  if (is("truncated_result", result_rank)) return text.substr(0, text.size() / 2);
  if (is("stale_result", result_rank)) {
    std::string other = nonce;
    std::reverse(other.begin(), other.end());
    text.replace(text.find(nonce), nonce.size(), "stale-" + other);
  }
  return text;
}

}  // namespace assay::faults
