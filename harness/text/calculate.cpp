// SPDX-License-Identifier: Apache-2.0
// One stack, whole numbers as long as they are whole.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "expression.hpp"

namespace assay {
namespace {

/// Why there is no number.
struct CalculationFault {
  std::string message;
};

[[noreturn]] void fail(std::string message) {
  throw CalculationFault{std::move(message)};
}

/// Whole doubles below are exact.
constexpr double most_exact = 9007199254740992.0;  // 2^53
/// Its factors are looked for one by one.
constexpr std::int64_t most_factored = 1'000'000'000;

double real(DerivedNumber const& number) {
  return std::visit([](auto value) { return static_cast<double>(value); }, number);
}

DerivedNumber normal(double value) {
  if (!std::isfinite(value)) fail("is too large for a number");
  if (std::abs(value) < most_exact && std::trunc(value) == value)
    return static_cast<std::int64_t>(value);
  return value;
}

std::int64_t whole(DerivedNumber const& number, char const* of) {
  if (auto const* value = std::get_if<std::int64_t>(&number)) return *value;
  fail(fmt::format("{} takes whole numbers, and {} is none. Round it", of,
                   std::get<double>(number)));
}

using Checked = bool (*)(std::int64_t, std::int64_t, std::int64_t*);
using OfReals = double (*)(double, double);

/// Exact where both are whole.
DerivedNumber combine(DerivedNumber const& a, DerivedNumber const& b, Checked overflows,
                      OfReals of) {
  auto const* x = std::get_if<std::int64_t>(&a);
  auto const* y = std::get_if<std::int64_t>(&b);
  if (x == nullptr || y == nullptr) return normal(of(real(a), real(b)));
  std::int64_t result = 0;
  if (overflows(*x, *y, &result)) fail("exceeds 2^63-1. Use smaller numbers");
  return result;
}

DerivedNumber divide(DerivedNumber const& a, DerivedNumber const& b) {
  if (real(b) == 0) fail("divides by zero");
  auto const* x = std::get_if<std::int64_t>(&a);
  auto const* y = std::get_if<std::int64_t>(&b);
  bool const is_whole =
      x != nullptr && y != nullptr && *y != -1 && *x % *y == 0;  // not -2^63 / -1
  return is_whole ? DerivedNumber(*x / *y) : normal(real(a) / real(b));
}

struct Quotient {
  std::int64_t quotient, rest;
};

/// Rounded down, so that the rest has the sign of `b`.
Quotient floor_divide(DerivedNumber const& a, DerivedNumber const& b, char const* of) {
  auto const x = whole(a, of), y = whole(b, of);
  if (y == 0) fail("divides by zero");
  if (y == -1) {
    if (x == INT64_MIN) fail("exceeds 2^63-1. Use smaller numbers");
    return {-x, 0};
  }
  bool const goes_down = x % y != 0 && (x < 0) != (y < 0);
  return {x / y - (goes_down ? 1 : 0), goes_down ? x % y + y : x % y};
}

/// Exact for powers: the library's may be off by a last digit.
DerivedNumber root(DerivedNumber const& number, int power) {
  auto const value = real(number);
  if (power == 2 && value < 0) fail("takes the square root of a negative number");
  auto const found = power == 2 ? std::sqrt(value) : std::cbrt(value);
  auto const near = std::round(found);
  return normal(std::pow(near, power) == value ? near : found);
}

DerivedNumber rounded(DerivedNumber const& number) {
  if (std::holds_alternative<std::int64_t>(number)) return number;
  auto const value = std::round(std::get<double>(number));
  if (std::abs(value) >= most_exact) fail("is too large to be rounded");
  return static_cast<std::int64_t>(value);
}

/// The two factors that are closest to each other, the larger first.
std::array<std::int64_t, 2> two_factors(std::int64_t number) {
  auto small = static_cast<std::int64_t>(std::sqrt(static_cast<double>(number)));
  while (number % small != 0) --small;
  return {number / small, small};
}

/// Of all boxes with so many cells the one with the smallest surface.
std::array<std::int64_t, 3> three_factors(std::int64_t number) {
  std::array<std::int64_t, 3> best{number, 1, 1};
  auto least = std::numeric_limits<std::int64_t>::max();
  for (std::int64_t c = 1; c * c * c <= number; ++c) {
    if (number % c != 0) continue;
    auto const [a, b] = two_factors(number / c);
    auto const surface = a * b + b * c + c * a;
    if (surface >= least || b < c) continue;
    least = surface;
    best = {a, b, c};
  }
  return best;
}

DerivedNumber factor(DerivedNumber const& number, CalculationStep const& step) {
  bool const two = step.operation == Operation::factor2;
  auto const value = whole(number, two ? "factor2" : "factor3");
  if (value < 1 || value > most_factored)
    fail(fmt::format("factors {}. Give a number from 1 to 1e9", value));
  auto const at = static_cast<std::size_t>(step.number);
  return two ? two_factors(value).at(at) : three_factors(value).at(at);
}

class Calculation {
 public:
  explicit Calculation(Lookup const& lookup) : lookup_(lookup) {}

  DerivedNumber of(Expression const& expression) {
    for (auto const& step : expression) take(step);
    return pop();
  }

 private:
  DerivedNumber pop() {
    auto const last = stack_.back();
    stack_.pop_back();
    return last;
  }

  DerivedNumber named(CalculationStep const& step) const {
    auto const found = lookup_(step.name);
    if (!found.ok()) fail(found.fault);
    return found.value;
  }

  void take(CalculationStep const& step) {
    if (step.operation == Operation::number) {
      stack_.emplace_back(step.number);
      return;
    }
    if (step.operation == Operation::name) return stack_.push_back(named(step));
    auto const last = pop();
    stack_.push_back(is_unary(step.operation) ? unary(step, last)
                                              : binary(step.operation, pop(), last));
  }

  static bool is_unary(Operation operation) {
    switch (operation) {
      case Operation::negate:
      case Operation::sqrt:
      case Operation::cbrt:
      case Operation::round:
      case Operation::factor2:
      case Operation::factor3:
        return true;
      default:
        return false;
    }
  }

  static DerivedNumber unary(CalculationStep const& step, DerivedNumber const& of) {
    switch (step.operation) {
      case Operation::negate:
        return binary(Operation::subtract, std::int64_t{0}, of);
      case Operation::sqrt:
        return root(of, 2);
      case Operation::cbrt:
        return root(of, 3);
      case Operation::round:
        return rounded(of);
      default:
        return factor(of, step);
    }
  }

  static DerivedNumber binary(Operation operation, DerivedNumber const& a,
                              DerivedNumber const& b) {
    switch (operation) {
      case Operation::add:
        return combine(
            a, b,
            [](auto x, auto y, auto* z) { return __builtin_add_overflow(x, y, z); },
            [](double x, double y) { return x + y; });
      case Operation::subtract:
        return combine(
            a, b,
            [](auto x, auto y, auto* z) { return __builtin_sub_overflow(x, y, z); },
            [](double x, double y) { return x - y; });
      case Operation::multiply:
        return combine(
            a, b,
            [](auto x, auto y, auto* z) { return __builtin_mul_overflow(x, y, z); },
            [](double x, double y) { return x * y; });
      case Operation::divide:
        return divide(a, b);
      case Operation::floor_divide:
        return floor_divide(a, b, "//").quotient;
      case Operation::modulo:
        return floor_divide(a, b, "%").rest;
      case Operation::min:
        return real(b) < real(a) ? b : a;
      default:
        return real(a) < real(b) ? b : a;
    }
  }

  Lookup const& lookup_;
  std::vector<DerivedNumber> stack_;
};

}  // namespace

Parsed<DerivedNumber> calculate(Expression const& expression, Lookup const& lookup) {
  try {
    return {Calculation(lookup).of(expression), ""};
  } catch (CalculationFault& fault) {
    return {{}, std::move(fault.message)};
  }
}

}  // namespace assay
