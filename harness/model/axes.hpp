// SPDX-License-Identifier: Apache-2.0
// The axes of a study in one table: what may stand on each, and what of a point it is.
// `parameters.NAME` and `env.NAME` are axes too, whose names come from the study.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue.hpp"
#include "point.hpp"

namespace assay {

struct PlanContext;

/// What the values of an axis are.
enum class AxisKind { count, count_or_auto, word, seed };

/// Where people see the value of a point.
enum class AxisShown {
  column,    ///< in words and in the tables of points
  words,     ///< in words
  if_swept,  ///< only where the study sweeps it
};

/// All that the harness knows of an axis, but for its place in the JSON of a point.
struct AxisDefinition {
  std::string_view name;
  AxisKind kind = AxisKind::word;
  AxisShown shown = AxisShown::if_swept;
  std::uint64_t maximum = 0;  ///< of a count, which begins with 1
  /// Where the study does not say; without it, the axis is then none of the study's.
  std::optional<AxisValue> fallback{};
  /// The words that may stand there.
  std::vector<std::string> (*words)(Catalogue const& catalogue) = nullptr;
  AxisValue (*get)(Point const& point) = nullptr;
  /// Null for `samples`, which follow from all other axes. A count that is `auto` is
  /// left at 0.
  void (*set)(Point& point, AxisValue const& value, Study const& study,
              PlanContext const& context) = nullptr;
};

/// Axes that are swept one by one, the slowest first; the first is `kernel`.
std::span<AxisDefinition const> swept_axes();

/// The axis of that name, `samples` among them, or nullptr.
AxisDefinition const* axis_definition(std::string_view name);

bool is_auto(AxisValue const& value);

/// As it would be written in a study.
std::string to_text(AxisValue const& value);

/// The value of a point, for people.
std::string axis_text(AxisDefinition const& axis, Point const& point);

/// A seed in the form `0x…`, in hexadecimal digits.
std::string seed_text(std::uint64_t seed);

/// A number of a point that the words of a program may name, as in `{ranks}`.
struct PointNumber {
  std::string_view name;
  std::uint64_t (*get)(Point const& point);
};
std::span<PointNumber const> point_numbers();

}  // namespace assay
