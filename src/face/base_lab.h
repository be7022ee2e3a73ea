// The base in the lab, for planning: a copy with its rows, or with the statistics that stand for them.
#pragma once

#include <string>

#include "core/result.h"
#include "lab/lab.h"
#include "lab/statistics.h"

namespace assay {

// `schema` is the lab's database of the base, `source` what the user named: a live system, whose statistics are taken; a file of
// assay query snapshot, which holds them; or files whose rows, if any, are analysed.
Result<lab::StatisticsLab> planning_lab(lab::Database& schema, const std::string& source);

}  // namespace assay
