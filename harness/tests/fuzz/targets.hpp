// SPDX-License-Identifier: Apache-2.0
// What reads texts that others wrote, each behind one door: for libFuzzer, which makes
// such texts, and for a test that replays the kept ones.
#pragma once

#include <array>
#include <string_view>

namespace assay::fuzz {

// Each takes any bytes, and returns: a fault is a crash, a sanitizer's report, an
// exception that the reader does not promise, or std::abort() where a rule is broken.
void study(std::string_view text);
void overrides(std::string_view text);
void site(std::string_view text);
void pattern(std::string_view text);
void journal(std::string_view text);
void result(std::string_view text);
void witness(std::string_view text);
void job(std::string_view text);
void slurm(std::string_view text);

struct Target {
  std::string_view name;  ///< of its corpus too
  void (*read)(std::string_view text);
};

inline constexpr std::array targets{
    Target{"study", study},     Target{"overrides", overrides},
    Target{"site", site},       Target{"pattern", pattern},
    Target{"journal", journal}, Target{"result", result},
    Target{"witness", witness}, Target{"job", job},
    Target{"slurm", slurm}};

}  // namespace assay::fuzz
