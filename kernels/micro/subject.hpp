// SPDX-License-Identifier: Apache-2.0
// What can be measured here: a kernel with its parameters, or a comparator beside it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "contract/comparator.hpp"
#include "contract/kernel.hpp"

namespace assay {

/// Written as the kernel, the parameters that are not at their defaults, and the
/// comparator: `pi`, `lookup/table_bytes:4096/gather`.
struct Subject {
  Kernel const* kernel = nullptr;
  ParameterValues parameters;            ///< as given
  std::optional<Comparator> comparator;  ///< none: the kernel itself

  double nominal_samples_per_second() const;
};

/// Throws std::runtime_error where the kernel, a parameter or the comparator is not
/// known.
Subject parse_subject(std::string const& name);

/// What its comparator needs and this machine has not; empty: nothing.
std::string missing(Subject const& subject);

/// Whether it has something to say: a comparator may know only some processors, or some
/// parameters of its kernel.
bool applies(Subject const& subject);

/// Sets it up for the samples [0, samples), as the only rank.
Repetition prepare(Subject const& subject, std::uint64_t samples);

/// What seconds are: those of a steady clock, or those that the processor spent on this
/// process, which others that share it do not lengthen.
enum class Clock { wall, cpu };

/// Whether CPU time is a measure of it: of one thread, in this process.
bool has_cpu_time(Subject const& subject, int threads);

/// Runs it once; the seconds. Throws std::runtime_error where a kernel or
/// a rival is more than five standard errors from what is known of its answer.
double run_once_s(Subject const& subject, Repetition const& repetition,
                  std::uint64_t samples, Clock clock = Clock::wall);

}  // namespace assay
