// SPDX-License-Identifier: Apache-2.0
// From the words of the command line to a study and its plan.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "plan/plan.hpp"
#include "scheduler/submission.hpp"

namespace assay {

/// The kernels that the built workers know.
Catalogue load_catalogue();

/// Whether a study is given as its file, and not as one that was begun below `results`.
bool names_file(std::string const& what, std::string const& results);

/// Reads and checks a study with what `-D` says instead; throws ConfigError. `what` is
/// a study file, or as in study_directory() a study that was begun: that goes on as it
/// was, whatever its file says now.
Study load_study(std::string const& what, std::vector<std::string> const& overrides,
                 std::string const& results);

/// The same of a text, as if it stood in `file`.
Study load_study_text(std::string const& text, std::string const& file,
                      std::vector<std::string> const& overrides = {});

/// Shows the warnings of a study on standard error.
void say_warnings(Study const& study);

/// A submitted study, with what `-D` of the submission says instead.
Study load_study(Submission const& submission);

/// The machine that the study runs on, this one or the one it simulates, the catalogue
/// and the workers there are.
PlanContext load_context(Study const& study);

/// The directory of a study given as a study file, a directory with a journal or a
/// submission, or a name below `results`. Throws UsageError where it is none of them.
std::filesystem::path study_directory(std::string const& what,
                                      std::string const& results);

/// The same of a study that was run. Throws EnvironmentError where it has no journal.
std::filesystem::path measured_directory(std::string const& what,
                                         std::string const& results);

/// Backend -> SHA-256 of its worker, for the backends of these points.
std::map<std::string, std::string> worker_hashes(std::vector<Point> const& points);

/// Ids of the points of a plan, each with the hash of what answers: its backend's
/// worker, or the model.
std::vector<std::string> point_ids(Study const& study,
                                   std::vector<Point> const& points);

}  // namespace assay
