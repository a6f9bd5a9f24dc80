// SPDX-License-Identifier: Apache-2.0
// Hands a study to the Python analysis.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace assay {

/// The interpreter: ASSAY_PYTHON, else what bootstrap noted in build/python while it is
/// there, else python3.
std::string python_interpreter();

/// A command of the analysis and the environment that it is found in.
struct AnalysisCommand {
  std::vector<std::string> argv;
  std::map<std::string, std::string> environment;
};
AnalysisCommand analysis_command(std::vector<std::string> const& arguments,
                                 std::map<std::string, std::string> environment);

/// `python -m scaling` with these arguments, its output on ours. Returns its exit code;
/// throws EnvironmentError where it cannot be started.
int run_analysis(std::vector<std::string> const& arguments);

}  // namespace assay
