#include "domain/postgres/live_query/live_query.h"

#include <fmt/core.h>

#include "domain/postgres/live_query/judge.h"
#include "domain/postgres/live_query/session.h"
#include "domain/postgres/live_query/statement.h"
#include "sql/parser.h"

namespace assay::postgres {

namespace {

using namespace live;

constexpr int oldest_version = 120000, newest_major = 18;
constexpr const char* judged = "assay_judged";

Result<Statement> read(std::string_view sql) {
    Result<Statement> statement = fail("cannot be parsed");
    const auto done = sql::with_parser_thread([&](const sql::Parser& parser) { statement = read_question(parser, sql); });
    return done ? statement : tl::unexpected(done.error());
}

Result<void> admit_version(int version) {
    if (version >= oldest_version && version / 10000 <= newest_major) return {};
    return fail(fmt::format("PostgreSQL {}: what a server says of a statement was examined for 12 to {} only", version / 10000, newest_major));
}

Result<Verdict> judge(Session& session, const Statement& statement, const LiveQuery& query) {
    Catalogue catalogue{session.connection()};
    auto unjudged = catalogue.unjudged();
    if (!unjudged) return tl::unexpected(unjudged.error());
    int bodies = 0;
    const auto resolve = [&](const std::string& body, const std::vector<Oid>& types) { return session.resolve(fmt::format("assay_body_{}", ++bodies), body, types); };
    Judge judge{catalogue, std::move(*unjudged), query.allowed, resolve};
    if (auto good = judge.before_reading(statement.words); !good) return tl::unexpected(good.error());
    const auto tree = session.resolve(judged, statement.query, {});
    if (!tree) return tl::unexpected(tree.error());
    return judge.judge(*tree);
}

// What a superuser would see and others would not is shown to nobody.
Result<void> keep_confidence(Session& session, const Verdict& verdict, std::vector<std::string>& warnings) {
    if (!session.is_superuser()) return {};
    const bool lowered = session.lower(verdict.has_policies);
    if (!lowered && !verdict.confided.empty())
        return fail(fmt::format("not run: it asks for {}: a superuser would be told secrets of settings and sessions, and {}; give it a login without that right",
                                verdict.confided.front(), verdict.has_policies ? "row security is in the way of lower rights" : "this server has no role pg_read_all_data"));
    warnings.push_back(lowered ? "this login is a superuser; the query ran with the rights of pg_read_all_data alone. Give it a login that may only read"
                               : "this login is a superuser: give it a login that may only read");
    return {};
}

}  // namespace

Result<LiveAnswer> ask(const LiveQuery& query) {
    const auto statement = read(query.sql);
    if (!statement) return tl::unexpected(statement.error());
    auto session = Session::open(query);
    if (!session) return tl::unexpected(session.error());
    if (auto good = admit_version(session->version()); !good) return tl::unexpected(good.error());
    const auto verdict = judge(*session, *statement, query);
    if (!verdict) return tl::unexpected(verdict.error());
    const std::string name = statement->explain.empty() ? judged : "assay_explained";
    if (!statement->explain.empty())
        if (auto done = session->prepare_explain(name, statement->explain + statement->query); !done) return tl::unexpected(done.error());
    std::vector<std::string> warnings;
    if (auto kept = keep_confidence(*session, *verdict, warnings); !kept) return tl::unexpected(kept.error());
    auto answer = session->run(name);
    if (answer) answer->warnings = std::move(warnings);
    return answer;
}

}  // namespace assay::postgres
