// What the text and the JSON of `assay query log` share: rankings, and values that are masked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/query/model/workload.h"

namespace assay::cli {

struct LogReport {
    const query::Workload& workload;
    std::size_t top = 10;
    bool show_values = false;

    std::vector<const query::Query*> by_total_time() const;
    std::vector<const query::Query*> by_mean_time() const;
    std::vector<const query::Query*> by_calls() const;

    // A statement as it was run, or its normal form where values are masked.
    std::string statement(std::string_view text) const;
    // A server's message: what it quotes is masked unless it names an object of the database.
    std::string message(std::string_view text) const;
    // "Process 7: update …" of a deadlock: the statements in it.
    std::string deadlock(std::string_view detail) const;
    std::string parameters(std::string_view text) const;
};

std::string log_as_text(const LogReport& report, int width);
std::string log_as_json(const LogReport& report);

}  // namespace assay::cli
