// Sizes of indexes: our model and HypoPG's against indexes that are really built.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "domain/query/read/table_statistics.h"
#include "lab/lab.h"

using namespace assay;

namespace {

constexpr const char* rows = R"(
create table person (id bigint, email text, name varchar(60), city text, zip char(5), born date, score numeric(12,2),
  ratio float8, active boolean, state smallint, team int, ref uuid, note text, login timestamptz, address inet);
insert into person select i, 'user' || i || '@example' || i % 7 || '.com', 'name ' || (random() * 5000)::int, 'city ' || (random() ^ 3 * 400)::int,
  lpad((random() * 9999)::int::text, 5, '0'), date '1950-01-01' + (random() * 20000)::int, (random() * 1000)::numeric(12,2), random(),
  random() < 0.1, (random() * 5)::int, case when random() < 0.7 then (random() * 2000)::int end, gen_random_uuid(),
  case when random() < 0.4 then repeat(chr(97 + i % 26), (random() * 150)::int) end, timestamptz '2024-01-01' + i * interval '1 minute',
  ('10.' || i % 4 || '.' || i % 250 || '.' || i % 200)::inet from generate_series(1, 250000) i;
create table line (order_id bigint, place int, product int, quantity int, price numeric(15,2), shipped date, mode char(10),
  flag char(1), comment varchar(44));
insert into line select i / 4, i % 4, (random() * 20000)::int, (random() * 50)::int, (random() * 90000)::numeric(15,2),
  date '1992-01-01' + (random() * 2500)::int, (array['MAIL','SHIP','AIR','RAIL'])[1 + i % 4], (array['A','N','R'])[1 + (random() * 2)::int],
  left(md5(i::text) || md5((i + 1)::text), 10 + (random() * 33)::int) from generate_series(1, 600000) i;
create table event (id int, kind text, at timestamp, payload jsonb, parent int, tag text collate "C");
insert into event select i, 'kind_' || (random() ^ 6 * 30)::int, timestamp '2023-01-01' + random() * interval '700 days', jsonb_build_object('a', i % 100),
  case when random() < 0.5 then (random() * 100000)::int end, md5((random() * 30000)::int::text) from generate_series(1, 150000) i;
analyze;
)";

std::vector<query::IndexText> indexes() {
    std::vector<query::IndexText> all;
    const auto add = [&](std::string table, std::vector<std::string> keys, std::vector<std::string> included = {}, bool unique = false) {
        all.push_back({.table = "public." + std::move(table), .keys = std::move(keys), .included = std::move(included), .unique = unique});
    };
    for (const auto* column : {"id", "email", "name", "city", "zip", "born", "score", "ratio", "active", "state", "team", "ref", "note",
                               "login", "address"})
        add("person", {column});
    for (const auto* column : {"order_id", "place", "product", "quantity", "price", "shipped", "mode", "flag", "comment"})
        add("line", {column});
    for (const auto* column : {"id", "kind", "at", "parent", "tag"}) add("event", {column});
    add("person", {"city", "zip"});
    add("person", {"active", "born"});
    add("person", {"team", "state"});
    add("person", {"state", "city", "active"});
    add("person", {"name", "email"});
    add("person", {"city", "login"});
    add("person", {"id"}, {"name"});
    add("person", {"team"}, {"score", "city"});
    add("line", {"order_id", "place"}, {}, true);
    add("line", {"flag", "mode"});
    add("line", {"product", "quantity"});
    add("line", {"shipped", "flag", "mode"});
    add("line", {"order_id", "price"});
    add("line", {"quantity", "shipped"});
    add("line", {"mode", "comment"});
    add("line", {"order_id"}, {"price", "quantity"});
    add("line", {"flag", "quantity", "place"});
    add("event", {"kind", "at"});
    add("event", {"parent", "kind"});
    add("event", {"kind", "tag"});
    add("event", {"id"}, {}, true);
    return all;
}

struct Errors {
    std::vector<double> ratios;
    double at(double share) {
        std::sort(ratios.begin(), ratios.end());
        return ratios[std::min(ratios.size() - 1, static_cast<std::size_t>(share * static_cast<double>(ratios.size())))];
    }
};

Result<void> measure() {
    auto server = lab::Server::start();
    if (!server) return tl::unexpected(server.error());
    auto database = (*server)->create_database();
    if (!database) return tl::unexpected(database.error());
    auto session = (*database)->connect_as_superuser();
    if (!session) return tl::unexpected(session.error());
    auto made = session->query(std::string{"set search_path = public; create extension hypopg;"} + rows, Milliseconds{600'000});
    if (!made) return tl::unexpected(made.error());
    auto tables = query::read_tables(*session);
    if (!tables) return tl::unexpected(tables.error());
    Errors ours, theirs;
    fmt::print("{:<44} {:>10} {:>10} {:>7} {:>10} {:>7}\n", "index", "built", "model", "error", "HypoPG", "error");
    for (const auto& index : indexes()) {
        const auto hypo = session->query(fmt::format("select hypopg_relation_size(indexrelid) from hypopg_create_index({})",
                                                     pg::quote_literal(index.statement())));
        if (!hypo) return tl::unexpected(hypo.error());
        const double their_bytes = hypo->real(0, 0), our_bytes = query::index_bytes(*tables, index);
        auto built = session->query("begin; " + index.statement() + "; select pg_relation_size(max(indexrelid)) from pg_index",
                                    Milliseconds{600'000});
        if (!built) return tl::unexpected(built.error());
        const double bytes = built->real(0, 0);
        if (auto undone = session->query("rollback; select hypopg_reset()"); !undone) return tl::unexpected(undone.error());
        ours.ratios.push_back(std::abs(our_bytes / bytes - 1));
        theirs.ratios.push_back(std::abs(their_bytes / bytes - 1));
        const auto name = replaced(index.table, "public.", "") + index.columns() + (index.unique ? " unique" : "");
        fmt::print("{:<44} {:>10.0f} {:>10.0f} {:>6.1f}% {:>10.0f} {:>6.1f}%\n", name, bytes, our_bytes, 100 * ours.ratios.back(), their_bytes,
                   100 * theirs.ratios.back());
    }
    fmt::print("{} indexes built. Model: median error {:.1f} %, worst {:.1f} %. HypoPG: median {:.1f} %, worst {:.1f} %.\n",
               ours.ratios.size(), 100 * ours.at(0.5), 100 * ours.at(1), 100 * theirs.at(0.5), 100 * theirs.at(1));
    return {};
}

}  // namespace

int main() {
    const auto done = measure();
    if (!done) fmt::print(stderr, "index_size: {}\n", done.error().text());
    return done ? 0 : 1;
}
