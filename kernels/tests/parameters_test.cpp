// SPDX-License-Identifier: Apache-2.0
// Parameters: defaults, types, ranges and choices.
#include "contract/parameters.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <stdexcept>

#include "common/json.hpp"
#include "worker/kernels_json.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

Kernel const example{
    .name = "example",
    .summary = "",
    .stresses = "",
    .check = "",
    .nominal_samples_per_second = 2.5,
    .parameters = {{"bins", "how many", "1", std::int64_t{256}, 1, 1024, {}},
                   {"tau", "thickness", "1", 1.5, 0, 10, {}},
                   {"table", "where", "", "rank", 0, 0, {"rank", "node"}}},
    .tallies = {"a", "b"},
    .prepare = nullptr,
    .estimate = nullptr};

TEST(Parameters, TakeTheirDefaults) {
  ParameterValues const expected = {
      {"bins", std::int64_t{256}}, {"tau", 1.5}, {"table", "rank"}};
  EXPECT_EQ(complete_parameters(example, {}), expected);
}

TEST(Parameters, TakeGivenValuesAndReadIntegersAsReals) {
  ParameterValues const given = {
      {"bins", std::int64_t{1}}, {"tau", std::int64_t{3}}, {"table", "node"}};
  ParameterValues const expected = {
      {"bins", std::int64_t{1}}, {"tau", 3.0}, {"table", "node"}};
  EXPECT_EQ(complete_parameters(example, given), expected);
}

TEST(Parameters, RefuseWhatTheKernelDoesNotDeclare) {
  auto const refusal = [](char const* name, ParameterValue const& value,
                          char const* message) {
    EXPECT_THAT(
        [&] {
          complete_parameters(example, {{name, value}});
        },
        ThrowsMessage<std::runtime_error>(HasSubstr(message)));
  };
  refusal("bim", std::int64_t{1}, "example: parameter 'bim' is not known");
  refusal("bins", 1.0, "'bins' is of another type");
  refusal("bins", "1", "'bins' is of another type");
  refusal("bins", std::int64_t{0}, "'bins' is outside");
  refusal("bins", std::int64_t{1025}, "'bins' is outside");
  refusal("tau", std::numeric_limits<double>::quiet_NaN(), "'tau' is outside");
  refusal("table", "socket", "'table' cannot be 'socket'");
}

TEST(KernelsJson, HoldsAllThatTheHarnessReads) {
  auto const all = parse_json(kernels_json({example}));
  EXPECT_EQ(all.at("schema"), 1);
  auto const kernel = all.at("kernels").at(0);
  EXPECT_EQ(kernel.at("name"), "example");
  EXPECT_EQ(kernel.at("nominal_samples_per_second"), 2.5);
  EXPECT_EQ(kernel.at("tallies"), (Json{"a", "b"}));
  auto const expected = parse_json(R"([
    {"name": "bins", "summary": "how many", "unit": "1", "type": "integer",
     "default": 256, "minimum": 1.0, "maximum": 1024.0},
    {"name": "tau", "summary": "thickness", "unit": "1", "type": "real",
     "default": 1.5, "minimum": 0.0, "maximum": 10.0},
    {"name": "table", "summary": "where", "unit": "", "type": "choice",
     "default": "rank", "choices": ["rank", "node"]}])");
  EXPECT_EQ(kernel.at("parameters"), expected);
}

}  // namespace
}  // namespace assay
