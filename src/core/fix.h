// Fix: what would cure a finding: a statement or edits of files, and how safe they are.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/proof.h"

namespace assay {

enum class Safety : unsigned char { none, safe, unsafe, manual };

// Replaces the bytes [start, end) of a file.
struct Edit {
    std::string file;
    std::size_t start = 0;
    std::size_t end = 0;
    std::string replacement;
};

struct Fix {
    std::string title;
    std::string statement;  // SQL to run; empty when the fix is a set of edits
    std::vector<Edit> edits = {};
    Safety safety = Safety::manual;
    std::optional<Proof> proof = {};
};

}  // namespace assay
