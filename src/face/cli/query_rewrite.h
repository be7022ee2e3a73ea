// The outcome of `assay query rewrite`, for its renderings.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "domain/query/prove/rewrite/rewrite_advice.h"
#include "face/cli/command.h"
#include "face/session.h"

namespace assay::cli {

// Two statements of the user's own that were compared.
struct CheckedPair {
    std::string original, rewritten;
    Location place;
    query::Equivalence equivalence = {};
    double seconds = 0;
};

struct RewriteReport {
    std::vector<query::RewriteAdvice> statements;
    std::vector<CheckedPair> checks;
    std::vector<std::string> notes;
    bool checking = false;
    bool all = false;          // refused rewrites are shown too
};

// What the arguments ask for; `stop` ends it after the statement in hand, with what there is.
Result<RewriteReport> rewrite_statements(const Arguments& arguments, const std::function<bool()>& stop, Progress::Listener on_progress = {});

std::string rewrite_text(const RewriteReport& report, int columns);
// docs/schema/query_rewrite.schema.json is its contract.
std::string rewrite_json(const RewriteReport& report);

}  // namespace assay::cli
