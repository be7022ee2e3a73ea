// Facts as comments behind a schema.
#include "core/text.h"
#include "lab/statistics.h"

namespace assay::lab {

namespace {

constexpr std::string_view marker = "-- assay statistics 1\n";
constexpr std::string_view fact_start = "-- ";

}  // namespace

std::string as_comments(const Statistics& statistics) {
    std::string text{marker};
    for (const auto& fact : statistics.facts) text.append(fact_start).append(fact).append("\n");
    return text;
}

std::optional<Statistics> statistics_in(std::string_view sql) {
    const auto at = sql.rfind(marker);
    if (at == sql.npos || (at > 0 && sql[at - 1] != '\n')) return {};
    Statistics read;
    for (const auto line : lines_of(sql.substr(at + marker.size())))
        if (starts_with(line, "-- {")) read.facts.emplace_back(line.substr(fact_start.size()));
    return read;
}

}  // namespace assay::lab
