// SPDX-License-Identifier: Apache-2.0
// Arithmetic over named numbers, as a study writes it: `2 * factor3(ranks)[0]`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "integer.hpp"

namespace assay {

/// A whole number, or one with a fraction.
using DerivedNumber = std::variant<std::int64_t, double>;

enum class Operation {
  number,
  name,
  negate,
  add,
  subtract,
  multiply,
  divide,
  floor_divide,
  modulo,
  sqrt,
  cbrt,
  round,
  min,
  max,
  factor2,
  factor3,
};

/// One step of a calculation on a stack, operands before their operation.
struct CalculationStep {
  Operation operation = Operation::number;
  std::int64_t number = 0;  ///< or which factor is meant
  std::string name{};       ///< of a name
  std::size_t offset = 0;   ///< where it stands in the text
};

/// What was written, ready to be calculated again and again.
using Expression = std::vector<CalculationStep>;

/// An expression, or what is wrong with its text and where.
struct ParsedExpression {
  Expression value{};
  std::string fault{};  ///< problem and cure; empty where `value` holds
  std::size_t offset = 0;
  bool ok() const { return fault.empty(); }
};

/// Whole numbers, names, + - * / // %, parentheses, and the functions sqrt, cbrt,
/// round, min, max, factor2(n)[0..1], factor3(n)[0..2]. At most 1,000 characters, at
/// most 50 deep.
ParsedExpression parse_expression(std::string_view text);

/// Whether a function is called so, or part of one.
bool is_function(std::string_view name);

/// The number of a name, or why it has none.
using Lookup = std::function<Parsed<DerivedNumber>(std::string const& name)>;

/// Whole numbers stay exact: what exceeds 63 bits is a fault, as is a division by zero.
/// `//` and `%` round down, `round` halves away from zero; factors come in falling
/// order and lie as close to each other as they can.
Parsed<DerivedNumber> calculate(Expression const& expression, Lookup const& lookup);

}  // namespace assay
