// SPDX-License-Identifier: Apache-2.0
// That the answer is this attempt's, of the program that the study planned with.
#include "checks.hpp"

namespace assay {
namespace {

using nlohmann::json;

}  // namespace

Finding check_identity(Evidence const& evidence, json const& result) {
  if (!result.is_object()) {
    return found(
        failed(evidence.process) ? VerdictClass::crash : VerdictClass::no_result,
        "the result file is not complete JSON");
  }
  if (result.value("schema", json()) != 1) {
    return found(VerdictClass::no_result, "the result file has an unknown schema");
  }
  if (result.value("nonce", json()) != evidence.nonce) {
    return found(VerdictClass::no_result, "the result file belongs to another attempt");
  }
  return std::nullopt;
}

// Not a fault of the machine: what was asked is the program of the study's start, whose
// hash is part of the point, and another one answered. It comes before all that the
// other program may have done wrong.
Finding check_program(Evidence const& evidence) {
  auto const& [planned, seen] = evidence.program;
  if (planned.empty() || planned == seen) return std::nullopt;
  if (seen.empty())
    return found(VerdictClass::config, "the worker's file went away during the study");
  auto const* const what = evidence.requested.program == nullptr
                               ? "the worker was rebuilt"
                               : "a file of the program changed";
  return found(VerdictClass::config,
               fmt::format("{} during the study (SHA-256 {:.8} when it started, {:.8} "
                           "now)",
                           what, planned, seen));
}

Finding check_backend(Point const& point, json const& result) {
  auto const worker = result.find("worker");
  if (worker == result.end()) return std::nullopt;
  auto const backend = worker->value("backend", point.backend);
  if (backend != point.backend) {
    return found(VerdictClass::config,
                 fmt::format("backend {} asked, the worker is of backend {}",
                             point.backend, backend));
  }
  return std::nullopt;
}

}  // namespace assay
