// What `assay ask` does besides answering: looking here, and measuring itself.
#pragma once

#include <filesystem>
#include <memory>

#include "face/answers.h"
#include "face/cli/request.h"

namespace assay::cli {

// A run of those rules alone over the sources that the arguments name, or the current folder.
Result<std::unique_ptr<Run>> look_here(const Arguments& arguments, const std::vector<std::string>& rules);

// Asks each question of a file (question, tab, topic or several parted by |), says which are missed, and how often the right
// topic comes first and among the first three, plain BM25 beside.
int measure_questions(const std::filesystem::path& file, const teach::AskIndex& index);

}  // namespace assay::cli
