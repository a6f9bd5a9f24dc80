// SPDX-License-Identifier: Apache-2.0
// Recursive descent, as deep as parentheses and signs are nested.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "expression.hpp"
#include "utf8.hpp"

namespace assay {
namespace {

constexpr std::size_t most_characters = 1000;
constexpr int most_levels = 50;

struct Function {
  std::string_view name;
  Operation operation;
  bool takes_several = false;
  std::int64_t factors = 0;  ///< of which an index chooses one
};

constexpr std::array functions{
    Function{"sqrt", Operation::sqrt},
    Function{"cbrt", Operation::cbrt},
    Function{"round", Operation::round},
    Function{"min", Operation::min, true},
    Function{"max", Operation::max, true},
    Function{"factor2", Operation::factor2, false, 2},
    Function{"factor3", Operation::factor3, false, 3},
};

Function const* find_function(std::string_view name) {
  auto const* const found =
      std::find_if(functions.begin(), functions.end(),
                   [&](Function const& one) { return one.name == name; });
  return found == functions.end() ? nullptr : found;
}

struct Operator {
  std::string_view text;
  Operation operation;
};

constexpr std::array sums{Operator{"+", Operation::add},
                          Operator{"-", Operation::subtract}};
// The longer first.
constexpr std::array products{
    Operator{"//", Operation::floor_divide}, Operator{"*", Operation::multiply},
    Operator{"/", Operation::divide}, Operator{"%", Operation::modulo}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/// What is wrong, and where.
struct ParseFault {
  std::string message;
  std::size_t offset;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Expression whole() {
    if (text_.size() > most_characters)
      fail(fmt::format("is longer than {} characters. Derive it in several steps",
                       most_characters),
           0);
    sum();
    if (at_ < text_.size()) fail_here("an operator or the end");
    return std::move(steps_);
  }

 private:
  void sum() {
    if (++level_ > most_levels)
      fail(fmt::format("is nested deeper than {} levels. Derive it in several steps",
                       most_levels),
           at_);
    operands(sums, [this] { operands(products, [this] { factor(); }); });
    --level_;
  }

  /// One operand, or several with these operators between them.
  template <typename Operators, typename Operand>
  void operands(Operators const& operators, Operand const& operand) {
    operand();
    for (;;) {
      skip_blanks();
      auto const offset = at_;
      auto const found =
          std::find_if(operators.begin(), operators.end(),
                       [&](Operator const& one) { return take(one.text); });
      if (found == operators.end()) return;
      operand();
      steps_.push_back({found->operation, 0, "", offset});
    }
  }

  void factor() {
    skip_blanks();
    auto const offset = at_;
    if (take("-")) {
      if (++level_ > most_levels) fail("has too many signs", offset);
      factor();
      --level_;
      return steps_.push_back({Operation::negate, 0, "", offset});
    }
    if (take("(")) {
      sum();
      return expect(")");
    }
    auto const word = take_word();
    if (word.empty()) fail_here("a number, a name or (");
    if (is_digit(word.front())) return number(word, offset);
    if (auto const* function = find_function(word)) return call(*function, offset);
    steps_.push_back({Operation::name, 0, std::string(word), offset});
  }

  void number(std::string_view word, std::size_t offset) {
    auto const parsed = parse_integer(word);
    if (!parsed.ok()) fail(fmt::format("{} {}", in_quotes(word), parsed.fault), offset);
    if (parsed.value > INT64_MAX)
      fail(fmt::format("{} is above 2^63-1. Give a smaller number", word), offset);
    steps_.push_back(
        {Operation::number, static_cast<std::int64_t>(parsed.value), "", offset});
  }

  void call(Function const& function, std::size_t offset) {
    expect("(");
    sum();
    int arguments = 1;
    while (function.takes_several && take_after_blanks(",")) {
      sum();
      steps_.push_back({function.operation, 0, "", offset});
      ++arguments;
    }
    expect(")");
    if (function.takes_several && arguments == 1)
      fail(fmt::format("{} compares two numbers or more. Give another", function.name),
           offset);
    if (!function.takes_several)
      steps_.push_back({function.operation, index(function, offset), "", offset});
  }

  std::int64_t index(Function const& function, std::size_t offset) {
    if (function.factors == 0) return 0;
    std::string_view chosen;
    if (take_after_blanks("[")) {
      skip_blanks();
      chosen = take_word();
      expect("]");
    }
    if (chosen.size() == 1 && is_digit(chosen[0]) && chosen[0] - '0' < function.factors)
      return chosen[0] - '0';
    fail(fmt::format("{0} has {1} factors. Write {0}(...)[0] to {0}(...)[{2}] for one",
                     function.name, function.factors, function.factors - 1),
         offset);
  }

  void skip_blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  bool take(std::string_view token) {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  bool take_after_blanks(std::string_view token) {
    skip_blanks();
    return take(token);
  }

  void expect(std::string_view token) {
    if (!take_after_blanks(token)) fail_here(token);
  }

  std::string_view take_word() {
    auto const start = at_;
    while (at_ < text_.size() &&
           (is_letter(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '.'))
      ++at_;
    return text_.substr(start, at_ - start);
  }

  [[noreturn]] void fail_here(std::string_view wanted) {
    skip_blanks();
    auto const found = at_ < text_.size() ? in_quotes(text_.substr(at_, 1)) + " stands"
                                          : std::string("it ends");
    fail(fmt::format("{} where {} is expected", found, wanted), at_);
  }

  [[noreturn]] static void fail(std::string message, std::size_t offset) {
    throw ParseFault{std::move(message), offset};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int level_ = 0;
  Expression steps_;
};

}  // namespace

ParsedExpression parse_expression(std::string_view text) {
  try {
    return {Parser(text).whole()};
  } catch (ParseFault& fault) {
    return {{}, std::move(fault.message), fault.offset};
  }
}

bool is_function(std::string_view name) { return find_function(name) != nullptr; }

}  // namespace assay
