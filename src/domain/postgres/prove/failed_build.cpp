// Cuts a build of the index short on a copy, as a failed CREATE INDEX CONCURRENTLY leaves it, and plans, inserts and rebuilds.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/plan_look.h"
#include "domain/postgres/prove/synthetic.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int rows_made = 20'000;

struct Leftover {
    std::int64_t relation_id = 0;
    std::string name, body, key, predicate;
    bool is_ready = false;  // writes maintain it
    bool is_unique = false;
    int number = 0;
};

std::optional<Leftover> leftover_of(const Map& map, std::int64_t index) {
    auto row = map.prepare("select i.relation_id, i.name, i.definition, k.expression, i.predicate, i.is_ready, i.is_unique, k.number from indexes i "
                           "join index_keys k on k.index_id = i.id and k.position = 1 where i.id = ? and i.method in ('btree', 'hash')");
    row.bind(1, index);
    if (!row.step()) return {};
    return Leftover{row.integer(0), std::string{row.text(1)}, body_of_index(std::string{row.text(2)}), std::string{row.text(3)},
                    std::string{row.text(4)}, row.integer(5) != 0, row.integer(6) != 0, static_cast<int>(row.integer(7))};
}

// The build waits for another session twice: before it reads the table, for whoever writes to it, and at its end, for
// whoever holds an older snapshot. Cut off in the first wait it leaves an index that nothing maintains, in the second one
// that every write does.
bool cut_build_short(Lab& lab, const Leftover& leftover, const std::string& copy) {
    auto other = lab.another_session();
    if (!other || !other->query("begin isolation level repeatable read; select 1")) return false;
    if (!leftover.is_ready && !other->query(fmt::format("lock table {} in row exclusive mode", copy))) return false;
    (void)lab.run(leftover.is_ready ? "set statement_timeout = '500ms'  -- another session holds an older snapshot"
                                    : "set statement_timeout = '100ms'  -- another session has written to the table");
    const bool built = bool(lab.run(fmt::format("create index concurrently leftover on {}{}", copy, leftover.body)));
    const bool reset = bool(lab.run("reset statement_timeout"));
    const auto state = lab.query(fmt::format("select not indisvalid and indisready = {} from pg_index where indexrelid = to_regclass('{}')",
                                             leftover.is_ready, copy.substr(0, copy.find('.')) + ".leftover"));
    return !built && reset && state && state->size() == 1 && state->boolean(0, 0);
}

// What an equality on the first key asks, with a value that the copy holds.
std::optional<std::string> query_of(Lab& lab, const Leftover& leftover, const std::string& copy) {
    const auto condition = leftover.predicate.empty() ? std::string{} : fmt::format(" and ({})", leftover.predicate);
    const auto value = lab.query(fmt::format("select quote_literal(({0})::text) from {1} where ({0}) is not null{2} limit 1", leftover.key, copy, condition));
    if (!value || value->size() == 0) return {};
    return fmt::format("select * from {} where ({}) = {}{}", copy, leftover.key, value->text(0, 0), condition);
}

std::int64_t kilobytes(Lab& lab, const std::string& schema) {
    const auto size = lab.query(fmt::format("select pg_relation_size('{}.leftover') / 1024", schema));
    return size ? size->integer(0, 0) : 0;
}

}  // namespace

Outcome failed_build(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{900})) return Outcome::out_of_budget();
    const auto leftover = leftover_of(subject.map, subject.id);
    if (!leftover) return Outcome::needs("a B-tree or hash index");
    const auto schema = lab.committed_schema();
    if (!schema) return Outcome::needs(lab.last_error().message);
    const auto copy = *schema + ".copy";
    if (!make_filled_copy(lab, subject.map, leftover->relation_id, copy, rows_made, leftover->number))
        return Outcome::needs("a copy of the table: " + lab.last_error().message);
    if (!cut_build_short(lab, *leftover, copy)) return Outcome::needs("a build that is cut short where this one was: " + lab.last_error().message);
    const auto query = query_of(lab, *leftover, copy);
    if (!query || !lab.run("analyze " + copy)) return Outcome::needs("a value of the first key");

    const auto ignored = plan_of(lab, *query);
    const auto size_before = kilobytes(lab, *schema);
    if (!ignored || !lab.run(fmt::format("insert into {0} select * from {0}", copy))) return Outcome::needs(lab.last_error().message);
    const auto grown = kilobytes(lab, *schema) - size_before;
    if (!lab.run(fmt::format("reindex index concurrently {}.leftover", *schema)) || !lab.run("analyze " + copy)) return Outcome::needs(lab.last_error().message);
    const auto used = plan_of(lab, *query);
    if (!used) return Outcome::needs(lab.last_error().message);

    const auto asked = fmt::format("an equality on {}", leftover->key);
    auto proof = lab.proof(fmt::format("cut a build of {} short on a copy, planned {}, then wrote every row once more", leftover->name, asked),
                           grown > 0 ? fmt::format("{}, while the rows add {} kB to the index", ignored->scan, grown)
                                     : ignored->scan + ", and writes do not maintain it",
                           fmt::format("after a REINDEX {}", used->scan));
    if (ignored->reads("leftover")) return Outcome::refuted(std::move(proof));
    if (!used->reads("leftover")) return Outcome::needs("a query that would use the index if it were whole");
    // The copy has no UNIQUE: whether the rows allow it is not tried.
    if (leftover->is_unique) return Outcome::proven(std::move(proof));
    auto fix = lab.proof("REINDEX INDEX CONCURRENTLY on a copy, then " + asked, ignored->scan, used->scan);
    return Outcome::proven(std::move(proof), std::move(fix));
}

}  // namespace assay::postgres
