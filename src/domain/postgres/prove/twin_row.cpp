// Inserts a row and its twin, equal in the columns that should tell them apart.
#include <fmt/core.h>

#include <algorithm>

#include "core/finding.h"
#include "core/rule.h"
#include "core/text.h"
#include "domain/postgres/prove/trial_table.h"

namespace assay::postgres {

namespace {

using Values = std::map<int, std::string>;

struct Twins {
    std::int64_t relation_id = 0;
    std::set<int> studied;
    Values first, second;
    std::string what;  // how the second row resembles the first
    bool accepted_proves = true;
};

std::optional<ColumnShape> column_called(const Map& map, std::int64_t relation_id, std::string_view name) {
    for (auto& shape : all_shapes(map, relation_id))
        if (shape.name == name) return shape;
    return {};
}

std::optional<Twins> twins_of_index(const Subject& subject) {
    auto row = subject.map.prepare("select relation_id, numbers from indexes where id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return {};
    const auto numbers = numbers_of(std::string{row.text(1)});
    return Twins{row.integer(0), {numbers.begin(), numbers.end()}, {}, {}, {}};
}

// NULL in each column of the index that may be.
std::optional<Twins> with_nulls(const Subject& subject) {
    auto twins = twins_of_index(subject);
    if (!twins) return {};
    auto row = subject.map.prepare("select number, type, name from attributes where relation_id = ? and not not_null");
    row.bind(1, twins->relation_id);
    std::string names;
    while (row.step()) {
        const int number = static_cast<int>(row.integer(0));
        if (!twins->studied.contains(number)) continue;
        twins->first[number] = fmt::format("null::{}", row.text(1));
        names += fmt::format("{}{}", names.empty() ? "" : ", ", row.text(2));
    }
    twins->second = twins->first;
    twins->what = fmt::format("the same row again, with {} NULL", names);
    return twins;
}

std::optional<Twins> of_column(const Subject& subject, bool in_capitals) {
    auto row = subject.map.prepare("select relation_id, number, type, name from attributes where id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return {};
    const int number = static_cast<int>(row.integer(1));
    Twins twins{row.integer(0), {number}, {}, {}, {}};
    twins.what = fmt::format("another row with the same {}", row.text(3));
    if (!in_capitals) return twins;
    twins.first[number] = fmt::format("'ann@example.com'::{}", row.text(2));
    twins.second[number] = fmt::format("'Ann@example.com'::{}", row.text(2));
    twins.what = "'Ann@example.com' after 'ann@example.com'";
    // Other columns of the same key stay equal: a login is unique within a team.
    auto key = subject.map.prepare("select k.number from index_keys k join indexes i on i.id = k.index_id where i.relation_id = ? and i.is_unique "
                                   "and i.id in (select index_id from index_keys where number = ? and is_key)");
    key.bind(1, twins.relation_id);
    key.bind(2, std::int64_t{number});
    while (key.step()) twins.studied.insert(static_cast<int>(key.integer(0)));
    return twins;
}

// The columns in brackets of the finding's object: the resource, then start and end, or a range.
std::optional<Twins> overlapping(const Subject& subject) {
    const auto& object = subject.finding.object;
    const auto open = object.rfind('(');
    const auto relation = subject.map.value("select relation_id from attributes where id = ?", subject.id);
    if (open == object.npos || !relation) return {};
    Twins twins{std::stoll(*relation), {}, {}, {}, {}};
    std::vector<ColumnShape> shapes;
    for (auto name : split(std::string_view{object}.substr(open + 1, object.size() - open - 2), ','))
        if (auto shape = column_called(subject.map, twins.relation_id, trimmed(name))) shapes.push_back(*shape);
    if (shapes.size() < 2) return {};
    const auto moment = [](const ColumnShape& shape, int day) { return fmt::format("'2030-01-{:02}'::{}", day, shape.type); };
    for (const auto& shape : shapes) twins.studied.insert(shape.number);
    if (shapes.size() == 2) {
        twins.first[shapes[1].number] = fmt::format("'[2030-01-01,2030-01-05)'::{}", shapes[1].type);
        twins.second[shapes[1].number] = fmt::format("'[2030-01-03,2030-01-08)'::{}", shapes[1].type);
    } else {
        twins.first = {{shapes[1].number, moment(shapes[1], 1)}, {shapes[2].number, moment(shapes[2], 5)}};
        twins.second = {{shapes[1].number, moment(shapes[1], 3)}, {shapes[2].number, moment(shapes[2], 8)}};
    }
    twins.what = fmt::format("two rows of one {} whose times overlap by two days", shapes[0].name);
    return twins;
}

// The first row is marked as deleted, the second is not.
std::optional<Twins> after_deletion(const Subject& subject) {
    auto twins = twins_of_index(subject);
    if (!twins) return {};
    for (const auto& shape : all_shapes(subject.map, twins->relation_id)) {
        if (subject.finding.message.find(" " + shape.name + " marks as deleted") == std::string::npos) continue;
        const bool flag = shape.type_name == "bool";
        twins->studied.insert(shape.number);
        twins->first[shape.number] = flag ? std::string{"true"} : fmt::format("now()::{}", shape.type);
        twins->second[shape.number] = flag ? std::string{"false"} : fmt::format("null::{}", shape.type);
        twins->what = "the same row again, after the first was marked as deleted";
        twins->accepted_proves = false;
        return twins;
    }
    return {};
}

std::optional<Twins> twins_for(const Subject& subject) {
    const auto rule = subject.finding.rule ? subject.finding.rule->short_name() : std::string_view{};
    if (rule == "unique-with-nulls") return with_nulls(subject);
    if (rule == "soft-delete-unique") return after_deletion(subject);
    if (rule == "overlap-not-excluded") return overlapping(subject);
    return of_column(subject, rule == "case-sensitive-unique");
}

}  // namespace

Outcome twin_row(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto twins = twins_for(subject);
    if (!twins) return Outcome::needs("the columns on the map");
    auto copy = TrialTable::make(lab, subject.map, twins->relation_id, lab.scratch_schema(), "copy", twins->studied);
    if (!copy || !copy->insert(1, twins->first)) return Outcome::needs("a row for the table: " + lab.last_error().message);
    const bool accepted = copy->insert(2, twins->second);
    if (!accepted && !starts_with(lab.last_error().sqlstate, "23")) return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof("inserted into a copy of the table " + twins->what, "the first row goes in",
                           accepted ? "the second row goes in too" : last_error_text(lab));
    const bool duplicate = !accepted && lab.last_error().sqlstate == "23505";
    return (twins->accepted_proves ? accepted : duplicate) ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
