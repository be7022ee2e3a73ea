// The base in the lab, for planning: a copy with its rows, or with the statistics that stand for them.
#pragma once

#include <optional>
#include <string>

#include "core/result.h"
#include "lab/lab.h"
#include "lab/statistics.h"

namespace assay {

// That go with a source that the user named: a live system's own, which are taken, or those that a file of assay query
// snapshot holds.
Result<std::optional<lab::Statistics>> statistics_of(const std::string& source);

// `schema` is the lab's database of the base. Without statistics the rows of the files, if any, are all there is to go by.
Result<lab::StatisticsLab> planning_lab(lab::Database& schema, const std::optional<lab::Statistics>& statistics);

}  // namespace assay
