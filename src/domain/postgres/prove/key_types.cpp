// Inserts a key that the referring column cannot hold; plans the check of a deleted parent.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/rule.h"
#include "core/text.h"
#include "domain/postgres/prove/key_pair.h"
#include "domain/postgres/prove/trial_table.h"

namespace assay::postgres {

namespace {

struct Value {
    std::string expression, shown;
};

// The least value that fits the key and not the column; nothing when all that fit the one fit the other.
std::optional<Value> value_too_large(const Map& map, std::int64_t constraint, std::size_t position) {
    auto row = map.prepare("select type_name, length, referenced_type_name, referenced_length from foreign_key_columns where constraint_id = ? and position = ?");
    row.bind(1, constraint);
    row.bind(2, static_cast<std::int64_t>(position + 1));
    if (!row.step()) return {};
    const auto narrow = row.text(0), wide = row.text(2);
    if (narrow == "int2" && (wide == "int4" || wide == "int8")) return Value{"32768", "32,768"};
    if (narrow == "int4" && wide == "int8") return Value{"2147483648", "2,147,483,648"};
    if (!row.is_null(1) && (row.is_null(3) || row.integer(3) > row.integer(1)))
        return Value{fmt::format("repeat('x', {})", row.integer(1) + 1), fmt::format("a key of {} characters", row.integer(1) + 1)};
    return {};
}

Outcome refer_to_large(const Subject& subject, Lab& lab, const KeyPair& pair, std::size_t position, const Value& value) {
    std::string parent, child;
    for (std::size_t i = 0; i < pair.parent_shapes.size(); ++i) {
        const auto other = value_expression(subject.map, pair.parent_shapes[i], "1").value_or("null");
        parent += (i ? ", " : "") + (i == position ? value.expression : other);
        child += (i ? ", " : "") + (i == position ? value.expression : other);
    }
    if (!lab.run(fmt::format("insert into {} ({}) select {}", pair.parent, pair.referenced_columns, parent))) return Outcome::needs(lab.last_error().message);
    const bool went = bool(lab.run(fmt::format("insert into {} ({}) select {}", pair.child, pair.columns, child)));
    auto proof = lab.proof(fmt::format("inserted {} into copies of {} and {}", value.shown, pair.original_parent, pair.original_child),
                           "the parent goes in", went ? "the child goes in" : last_error_text(lab));
    return went ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

// What the server asks when a parent is deleted, in the words of ri_triggers.c.
Outcome plan_check(const Subject& subject, Lab& lab, const KeyPair& pair) {
    std::string condition;
    for (std::size_t i = 0; i < pair.child_shapes.size(); ++i) {
        const auto value = value_expression(subject.map, pair.parent_shapes[i], "1");
        if (!value) return Outcome::needs("a value for the key's type");
        condition += fmt::format("{}{} = x.{}", i ? " and " : "", *value, pair.child_shapes[i].name);
    }
    if (!lab.run("set local enable_seqscan = off")) return Outcome::needs(lab.last_error().message);
    auto plan = lab.run(fmt::format("explain (costs off) select 1 from only {} x where {} for key share of x", pair.child, condition));
    if (!plan) return Outcome::needs(lab.last_error().message);
    std::string filter;
    bool searched = false;
    for (int row = 0; row < plan->size(); ++row) {
        const auto line = trimmed(plan->text(row, 0));
        searched |= starts_with(line, "Index Cond");
        if (starts_with(line, "Filter")) filter = line;
    }
    auto proof = lab.proof(fmt::format("planned the check of a deleted {} on a copy of {} with an index on ({})", pair.original_parent,
                                       pair.original_child, pair.columns),
                           "sequential scans are switched off", searched && filter.empty() ? std::string{"the index serves it"}
                                                                                        : "the index does not serve it: " + filter);
    return searched && filter.empty() ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace

Outcome key_types(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto pair = make_key_pair(lab, subject.map, subject.id, true);
    if (!pair) return Outcome::needs("copies of the two tables: " + lab.last_error().message);
    for (std::size_t i = 0; i < pair->child_shapes.size(); ++i)
        if (const auto value = value_too_large(subject.map, subject.id, i)) return refer_to_large(subject, lab, *pair, i, *value);
    return plan_check(subject, lab, *pair);
}

}  // namespace assay::postgres
