// SPDX-License-Identifier: Apache-2.0
// What is measured beside a kernel: a ceiling, a floor, or what people use instead.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel.hpp"

namespace assay {

/// What a comparator's rate says about its kernel's: no faster than a ceiling, no
/// slower than a floor. A rival computes the same in another way.
enum class Role { ceiling, floor, rival };

/// A computation whose rate is compared with that of a kernel over the same samples,
/// with the same parameters. A rival leaves tallies that the kernel's estimate
/// understands; the others leave any number that depends on all they did.
struct Comparator {
  std::string name;
  std::string kernel;  ///< beside which it stands
  std::string summary;
  Role role = Role::ceiling;
  std::string bound;  ///< of a ceiling, what it measures: `issue`, `words`, `latency`,
                      ///< `bandwidth`, `atomics` or `collective`
  double nominal_samples_per_second = 0;  ///< of one core, order of magnitude
  std::uint64_t bytes_per_sample = 0;     ///< that it and its kernel move; 0: no matter
  bool is_apart = false;  ///< runs in a process of its own, whose CPU time is not ours
  Repetition (*prepare)(Work const& work) = nullptr;  ///< as Kernel::prepare
  /// Whether it says something of these parameters, which are complete, on this
  /// processor; null: always.
  bool (*applies)(ParameterValues const& parameters) = nullptr;
  /// What it needs and this machine has not, and the cure; empty, or null: nothing.
  std::string (*missing)() = nullptr;
};

/// A static object of this type makes a comparator known.
struct RegisterComparator {
  explicit RegisterComparator(Comparator comparator);
};

/// All comparators, by kernel and name.
std::vector<Comparator> const& registered_comparators();

/// All comparators of one kernel.
std::vector<Comparator> comparators_of(std::string const& kernel);

bool applies(Comparator const& comparator, ParameterValues const& parameters);

/// The ceilings of one kernel that say something of these parameters, which are
/// complete.
std::vector<Comparator> ceilings_of(std::string const& kernel,
                                    ParameterValues const& parameters);

}  // namespace assay
