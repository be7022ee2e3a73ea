// helper: runs what stands before the statement that is tried
#include "domain/migration/prove/pending.h"

#include "domain/migration/prove/observer.h"
#include "domain/migration/read/prepared.h"


namespace assay::migration {

std::vector<PendingStatement> statements_up_to(const Map& map, std::int64_t statement) {
    std::vector<PendingStatement> found;
    auto row = map.prepare("select s.id, s.transaction_number, s.text from migration_statements t join migration_statements s on s.file_id = t.file_id and s.number <= t.number "
                           "where t.id = ? and s.problem is null order by s.number");
    row.bind(1, statement);
    while (row.step()) found.push_back({row.integer(0), row.integer(1), std::string{row.text(2)}});
    return found;
}

Result<std::unique_ptr<lab::Database>> copy_after(std::span<const PendingStatement> statements, lab::Database& database) {
    auto copy = database.server().copy_database(database);
    if (!copy) return copy;
    if (auto counted = count_scans(**copy); !counted) return tl::unexpected(counted.error());
    auto session = (*copy)->connect();
    if (!session) return tl::unexpected(session.error());
    for (const auto& statement : statements) {
        auto text = prepared_statement(statement.text, **copy, true);
        if (!text) return tl::unexpected(text.error());
        if (!text->empty() && !session->query(*text)) return fail("a statement before it fails in the lab: " + session->last_error().message);
    }
    return copy;
}

Result<pg::Connection> session_in_public(lab::Database& database) {
    auto session = database.connect_as_superuser();
    if (!session) return session;
    if (auto set = session->query("set search_path = public"); !set) return tl::unexpected(set.error());
    return session;
}

}  // namespace assay::migration
