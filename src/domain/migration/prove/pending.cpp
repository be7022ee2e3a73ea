// helper: runs what stands before the statement that is tried
#include "domain/migration/prove/pending.h"


namespace assay::migration {

std::vector<PendingStatement> statements_up_to(const Map& map, std::int64_t statement) {
    std::vector<PendingStatement> found;
    auto row = map.prepare("select s.id, s.text from migration_statements t join migration_statements s on s.file_id = t.file_id and s.number <= t.number "
                           "where t.id = ? and s.problem is null order by s.number");
    row.bind(1, statement);
    while (row.step()) found.push_back({row.integer(0), std::string{row.text(1)}});
    return found;
}

}  // namespace assay::migration
