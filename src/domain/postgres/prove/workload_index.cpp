// Does the index serve the query? A copy of the table with rows, its own indexes, and the query's conditions: blocks
// read without and with the proposed index.
#include <fmt/core.h>

#include <charconv>

#include "core/finding.h"
#include "core/text.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"
#include "world/clock.h"

namespace assay::postgres {

namespace {

constexpr int made_rows = 100'000;  // as the proof says
constexpr double least_gain = 2;

struct Role {
    std::string role, name, type, condition;
    bool descending = false;
};

std::vector<Role> roles_of(const Map& map, std::int64_t use) {
    std::vector<Role> roles;
    auto row = map.prepare(
        "select c.role, a.name, case when a.domain is null then a.type else a.type_name end, coalesce(c.condition, ''), c.is_descending "
        "from query_columns c join attributes a on a.id = c.attribute_id where c.use_id = ? order by c.id");
    row.bind(1, use);
    while (row.step())
        roles.push_back({std::string{row.text(0)}, std::string{row.text(1)}, std::string{row.text(2)}, std::string{row.text(3)}, row.integer(4) != 0});
    return roles;
}

bool is_state(const Role& role) { return role.role == "fixed" && role.condition.find('=') == std::string::npos; }

class Trial {
public:
    Trial(Lab& lab, const Map& map, std::int64_t use) : lab_{lab}, map_{map}, use_{use}, roles_{assay::postgres::roles_of(map, use)} {}

    bool make(std::int64_t relation) {
        const auto name = map_.value("select name from relations where id = ?", relation);
        if (!name || roles_.empty()) return false;
        table_ = *name;
        copy_ = lab_.scratch_schema() + ".copy";
        if (!lab_.run("create schema " + copy_.substr(0, copy_.find('.')))) return false;
        const auto repeats = map_.value("select a.number from query_columns c join attributes a on a.id = c.attribute_id where c.use_id = ? "
                                          "and c.role in ('equality', 'expression') order by c.id limit 1", use_);
        if (!fill(relation, repeats ? std::stoi(*repeats) : 0)) return false;
        for (const auto& role : roles_) prepare(role);
        own_indexes(relation);
        return lab_.run("analyze " + copy_) && write_query();
    }

    std::optional<double> blocks() {
        const auto plan = lab_.run("explain (analyze, buffers, format json) " + query_);
        if (!plan) return {};
        double blocks = 0;
        for (const std::string_view key : {"\"Shared Hit Blocks\": ", "\"Shared Read Blocks\": "}) {
            const auto text = plan->text(0, 0);
            const auto at = text.find(key);
            double number = 0;
            if (at != text.npos) std::from_chars(text.data() + at + key.size(), text.data() + text.size(), number);
            blocks += number;
        }
        return blocks;
    }

    // "CREATE INDEX CONCURRENTLY name ON table (…);", on the copy.
    bool build(std::string_view fix) {
        const auto first = fix.substr(0, fix.find(";"));
        const auto at = first.find(" ON " + table_ + " ");
        if (at == first.npos) return false;
        return bool(lab_.run(fmt::format("create index on {}{}", copy_, first.substr(at + 4 + table_.size())))) && lab_.run("analyze " + copy_);
    }

    const std::string& query() const { return query_; }

private:
    // Rows of files are few, so all are made; the column that is looked up has 400 different values.
    bool fill(std::int64_t relation, int repeats) {
        std::string columns, values;
        for (const auto& shape : all_shapes(map_, relation)) {
            const auto value = value_expression(map_, shape, shape.number == repeats ? "(i % 400)" : "i");
            if (!value) continue;
            columns += (columns.empty() ? "" : ", ") + shape.name;
            values += (values.empty() ? "" : ", ") + *value;
        }
        return lab_.run(fmt::format("create table {} as select {} from {} limit 0", copy_, plain_columns(map_, relation), table_)) &&
               lab_.run(fmt::format("insert into {} ({}) select {} from generate_series(1, {}) i", copy_, columns, values, made_rows));
    }

    // What made rows lack: living ones among the deleted, and texts that are compared as people sort them.
    void prepare(const Role& role) {
        if (is_state(role) && role.condition.find(" IS ") != std::string::npos)
            (void)lab_.query(fmt::format("update {} set {} = null where random() < 0.5", copy_, role.name));
        if (role.role == "prefix") (void)lab_.query(fmt::format("alter table {} alter column {} type text collate \"en-x-icu\"", copy_, role.name));
    }

    void own_indexes(std::int64_t relation) {
        auto index = map_.prepare("select definition from indexes where relation_id = ? and is_valid");
        index.bind(1, relation);
        while (index.step()) {
            const auto definition = index.text(0);
            if (const auto at = definition.find(" USING "); at != definition.npos)
                (void)lab_.run(fmt::format("create index on {}{}", copy_, definition.substr(at)));
        }
    }

    std::optional<std::string> sample(const std::string& expression, std::string_view rest) {
        const auto value = lab_.query(fmt::format("select quote_literal(({})::text) from {} where {} is not null {} limit 1", expression, copy_, expression, rest));
        if (!value || value->size() == 0) return {};
        return std::string{value->text(0, 0)};
    }

    bool has(std::string_view name) const {
        for (const auto& role : roles_)
            if (role.role == name) return true;
        return false;
    }

    bool is_fixed(const Role& role) const {
        for (const auto& other : roles_)
            if (is_state(other) && other.name == role.name) return true;
        return false;
    }

    std::optional<std::string> condition_of(const Role& role) {
        if (is_state(role)) return role.condition;
        if (role.role == "equality" && !is_fixed(role)) {
            const auto value = sample(role.name, "offset 50");
            return value ? std::optional{fmt::format("{} = {}::{}", role.name, *value, role.type)} : std::nullopt;
        }
        if (role.role == "range") {
            // Beside an equality a wide one: of how an index is read over the range, or not.
            const auto value = sample(role.name, fmt::format("order by {} desc offset (select count(*) / {} from {})", role.name, has("equality") ? 3 : 100, copy_));
            return value ? std::optional{fmt::format("{} >= {}::{}", role.name, *value, role.type)} : std::nullopt;
        }
        if (role.role == "prefix") {
            const auto value = sample(fmt::format("left({}, 4) || '%'", role.name), "offset 50");
            return value ? std::optional{fmt::format("{} like {}", role.name, *value)} : std::nullopt;
        }
        if (role.role == "expression") {
            const auto value = sample(role.condition, "offset 50");
            return value ? std::optional{fmt::format("{} = {}", role.condition, *value)} : std::nullopt;
        }
        if (role.role == "containment") {
            const auto value = sample(role.name, "offset 50");
            const std::string_view operation = role.type == "tsvector" ? "@@" : "@>";
            if (operation == "@@" || !value) return {};
            return fmt::format("{} @> {}::{}", role.name, *value, role.type);
        }
        return {};
    }

    bool write_query() {
        std::string conditions, order;
        // An order without a limit is worked out after all rows were found.
        const bool limited = map_.value("select q.is_limited from query_tables u join queries q on q.id = u.query_id where u.id = ?", use_) == "1";
        for (const auto& role : roles_) {
            if (role.role == "order" && limited) order += fmt::format("{}{}{}", order.empty() ? " order by " : ", ", role.name, role.descending ? " desc" : "");
            if (const auto condition = condition_of(role)) conditions += (conditions.empty() ? " where " : " and ") + *condition;
        }
        if (conditions.empty() && order.empty()) return false;
        query_ = fmt::format("select * from {}{}{}{}", copy_, conditions, order, order.empty() ? "" : " limit 20");
        return true;
    }

    Lab& lab_;
    const Map& map_;
    std::int64_t use_;
    std::vector<Role> roles_;
    std::string table_, copy_, query_;
};

}  // namespace

Outcome workload_index(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{1'500})) return Outcome::out_of_budget();
    const auto relation = subject.map.value("select relation_id from query_tables where id = ?", subject.id);
    if (!relation || !subject.finding.fix) return Outcome::needs("the query's table on the map");
    Trial trial{lab, subject.map, subject.id};
    if (!trial.make(std::stoll(*relation))) {
        const auto& why = lab.last_error().message;
        return Outcome::needs("values for the columns' types" + (why.empty() ? why : ": " + why));
    }
    const auto before = trial.blocks();
    if (!before || !trial.build(subject.finding.fix->statement)) return Outcome::needs(lab.last_error().message);
    const auto after = trial.blocks();
    if (!after) return Outcome::needs(lab.last_error().message);
    const auto shown = [](double blocks) { return fmt::format("{:.0f} block{}", blocks, blocks == 1 ? "" : "s"); };
    const auto method = std::string{"read a copy of the table with 100,000 made rows by the query's conditions"};
    auto proof = lab.proof(method, shown(*before) + " as it is", shown(*after) + " with the index");
    if (*before < least_gain * *after) return Outcome::refuted(std::move(proof));
    auto fix = lab.proof("built the index on the copy", shown(*before), shown(*after));
    return Outcome::proven(std::move(proof), std::move(fix));
}

}  // namespace assay::postgres
