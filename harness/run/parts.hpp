// SPDX-License-Identifier: Apache-2.0
// The embarrassingly parallel model: tasks that know nothing of each other compute the
// parts of a study's samples, and the parts are added up at the end.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "execute/attempt.hpp"

namespace assay {

/// What the points of a study ask for, whatever computes it: one point of one rank for
/// each distinct kernel, samples, seed and parameters. Points of programs are passed
/// over. Pure.
std::vector<Point> questions_of(std::vector<Point> const& points);

/// The directory of one question below that of the study.
std::filesystem::path parts_directory(std::filesystem::path const& study,
                                      Point const& question);

/// Its parts, in files named after them.
std::filesystem::path part_file(std::filesystem::path const& directory,
                                Part const& part);

/// The sum of all parts, as `--combine` of the worker gives it for one measurement.
/// Throws EnvironmentError with its words where a part is missing.
Json add_up(std::filesystem::path const& directory, int parts,
            std::filesystem::path const& worker, Environment const& environment);

}  // namespace assay
