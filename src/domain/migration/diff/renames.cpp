#include "domain/migration/diff/renames.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "domain/migration/diff/write.h"

namespace assay::migration::diff {

namespace {

constexpr std::string_view usual_schema = "public.";

std::string short_name(std::string_view name) { return std::string{starts_with(name, usual_schema) ? name.substr(usual_schema.size()) : name}; }

bool has_name(const Object& object, std::string_view name) { return object.name == name || short_name(object.name) == name; }

bool can_be_renamed(Kind kind) {
    return kind == Kind::table || kind == Kind::view || kind == Kind::sequence || kind == Kind::type || kind == Kind::index || kind == Kind::column;
}

// -1: none of this name.
int named(const Model& model, std::string_view name) {
    for (int i = 0; i < static_cast<int>(model.objects.size()); ++i)
        if (const auto& object = model.objects[static_cast<std::size_t>(i)]; can_be_renamed(object.kind) && has_name(object, name)) return i;
    return -1;
}

std::string_view kind_of(const Object& object) {
    switch (object.kind) {
        case Kind::view: return object.fact("kind") == "materialized" ? "MATERIALIZED VIEW" : "VIEW";
        case Kind::sequence: return "SEQUENCE";
        case Kind::type: return object.fact("kind") == "domain" ? "DOMAIN" : "TYPE";
        case Kind::index: return "INDEX";
        default: return object.fact("kind") == "foreign" ? "FOREIGN TABLE" : "TABLE";
    }
}

// The column's name without its table's; of others without the schema.
std::string last_part(std::string_view name) {
    if (!name.empty() && name.back() == '"') return std::string{name.substr(name.rfind('"', name.size() - 2))};
    return std::string{name.substr(name.rfind('.') + 1)};
}

DiffStatement rename_of(const Model& a, const Object& object, std::string_view after) {
    if (object.kind == Kind::column)
        return {.text = fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", a.parent_of(object)->name, object.fact("_column"), last_part(after)), .object = spoken(object)};
    return {.text = fmt::format("ALTER {} {} RENAME TO {}", kind_of(object), object.name, last_part(after)), .object = spoken(object)};
}

// Nought to one: the share of the longer name's letters that stand in both in the same order.
double likeness(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1, 0);
    for (const char letter : a) {
        std::size_t diagonal = 0;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto above = row[j + 1];
            row[j + 1] = letter == b[j] ? diagonal + 1 : std::max(row[j], above);
            diagonal = above;
        }
    }
    return a.empty() || b.empty() ? 0 : static_cast<double>(row.back()) / static_cast<double>(std::max(a.size(), b.size()));
}

std::vector<int> columns_of(const Model& model, int table) {
    std::vector<int> columns;
    for (int i = 0; i < static_cast<int>(model.objects.size()); ++i)
        if (const auto& object = model.objects[static_cast<std::size_t>(i)]; object.kind == Kind::column && object.parent == table) columns.push_back(i);
    return columns;
}

// "order by" the place among the columns, from 0.
std::size_t place_of(const Model& model, int column) {
    const auto columns = columns_of(model, model.objects[static_cast<std::size_t>(column)].parent);
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
}

RenameGuess compare_columns(const Model& a, int before, const Model& b, int after) {
    const auto &was = a.objects[static_cast<std::size_t>(before)], &is = b.objects[static_cast<std::size_t>(after)];
    RenameGuess guess{.kind = "column", .before = short_name(was.name), .after = short_name(is.name)};
    std::vector<std::string> evidence;
    const auto count = [&](bool holds, double worth, std::string_view words) {
        if (!holds) return;
        guess.score += worth;
        evidence.emplace_back(words);
    };
    if (was.fact("type") != is.fact("type")) return guess;
    count(true, 0.3, "same type");
    count(place_of(a, before) == place_of(b, after), 0.2, "same place");
    count(was.has("not null") == is.has("not null") && was.fact("default") == is.fact("default"), 0.1, "same default and NULL");
    const double alike = likeness(was.fact("_column"), is.fact("_column"));
    guess.score += 0.4 * alike;
    evidence.push_back(fmt::format("{:.0f} % of the letters", 100 * alike));
    guess.evidence = joined(evidence, ", ");
    return guess;
}

RenameGuess compare_tables(const Model& a, int before, const Model& b, int after) {
    const auto signature = [](const Model& model, int table) {
        std::set<std::string> all;
        for (const int column : columns_of(model, table)) {
            const auto& object = model.objects[static_cast<std::size_t>(column)];
            all.insert(object.fact("_column") + " " + object.fact("type"));
        }
        return all;
    };
    const auto was = signature(a, before), is = signature(b, after);
    std::vector<std::string> both;
    std::set_intersection(was.begin(), was.end(), is.begin(), is.end(), std::back_inserter(both));
    const auto &old_name = a.objects[static_cast<std::size_t>(before)].name, &new_name = b.objects[static_cast<std::size_t>(after)].name;
    RenameGuess guess{.kind = "table", .before = short_name(old_name), .after = short_name(new_name)};
    if (both.empty()) return guess;
    const double alike = likeness(last_part(old_name), last_part(new_name));
    guess.score = 0.7 * static_cast<double>(both.size()) / static_cast<double>(std::max(was.size(), is.size())) + 0.3 * alike;
    guess.evidence = fmt::format("{} of {} columns the same, {:.0f} % of the letters", both.size(), std::max(was.size(), is.size()), 100 * alike);
    return guess;
}

// Of one kind, those that only one of the two has.
std::vector<int> only_in(const Model& here, const Model& there, Kind kind) {
    std::vector<int> found;
    for (int i = 0; i < static_cast<int>(here.objects.size()); ++i) {
        const auto& object = here.objects[static_cast<std::size_t>(i)];
        if (object.kind != kind || object.derived || object.has("_inherited") || there.find(kind, object.name) >= 0) continue;
        if (const auto* parent = here.parent_of(object); parent && there.find(parent->kind, parent->name) < 0) continue;
        found.push_back(i);
    }
    return found;
}

// A definition without the name that it begins with.
std::string nameless(const Object& object) {
    std::string text;
    for (const auto& [fact, value] : object.facts)
        if (!starts_with(fact, "_")) text += fact + "=" + (object.kind == Kind::index && fact == "definition" ? value.substr(value.find(" ON ")) : value) + "\n";
    return text;
}

std::string parent_name(const Model& model, const Object& object) {
    const auto* parent = model.parent_of(object);
    return parent ? parent->name : object.kind == Kind::sequence ? schema_part(object.name) : std::string{};
}

}  // namespace

Result<std::vector<DiffStatement>> rename_statements(const Model& a, const Model& b, const std::vector<std::string>& wanted) {
    std::vector<DiffStatement> statements;
    for (const auto& each : wanted) {
        const auto equals = each.find('=');
        if (equals == each.npos) return fail(fmt::format("--rename {}: expected old=new, such as orders.note=orders.remark", each));
        const auto before = each.substr(0, equals), after = each.substr(equals + 1);
        const int old_object = named(a, before), new_object = named(b, after);
        if (old_object < 0) return fail(fmt::format("--rename {}: the first schema has no {}", each, before));
        if (new_object < 0) return fail(fmt::format("--rename {}: the second schema has no {}", each, after));
        const auto &was = a.objects[static_cast<std::size_t>(old_object)], &is = b.objects[static_cast<std::size_t>(new_object)];
        if (was.kind != is.kind) return fail(fmt::format("--rename {}: {} and {} are not of one kind", each, spoken(was), spoken(is)));
        if (b.find(was.kind, was.name) >= 0) return fail(fmt::format("--rename {}: the second schema has {} too", each, before));
        statements.push_back(rename_of(a, was, is.name));
    }
    return statements;
}

std::vector<std::string> renames_in(std::string_view sql) {
    constexpr std::string_view mark = "assay:rename ";
    std::vector<std::string> found;
    for (auto line : lines_of(sql)) {
        line = trimmed(line);
        if (!starts_with(line, "--")) continue;
        line = trimmed(line.substr(2));
        if (!starts_with(line, mark)) continue;
        const auto words = trimmed(line.substr(mark.size()));
        const auto blank = words.find(' ');
        if (blank != words.npos) found.push_back(fmt::format("{}={}", words.substr(0, blank), trimmed(words.substr(blank))));
    }
    return found;
}

std::vector<DiffStatement> harmless_renames(const Model& a, const Model& b) {
    std::vector<DiffStatement> statements;
    for (const auto kind : {Kind::constraint, Kind::index, Kind::sequence}) {
        auto candidates = only_in(b, a, kind);
        for (const int before : only_in(a, b, kind)) {
            const auto& was = a.objects[static_cast<std::size_t>(before)];
            if (kind == Kind::sequence && !was.has("owned by")) continue;
            const auto found = std::find_if(candidates.begin(), candidates.end(), [&](int after) {
                const auto& is = b.objects[static_cast<std::size_t>(after)];
                return parent_name(a, was) == parent_name(b, is) && nameless(was) == nameless(is);
            });
            if (found == candidates.end()) continue;
            const auto& is = b.objects[static_cast<std::size_t>(*found)];
            if (kind == Kind::constraint)
                statements.push_back({.text = fmt::format("ALTER {} {} RENAME CONSTRAINT {} TO {}", was.has("_of_domain") ? "DOMAIN" : "TABLE", a.parent_of(was)->name,
                                                          was.fact("_bare"), is.fact("_bare")), .object = spoken(was)});
            else
                statements.push_back(rename_of(a, was, is.name));
            candidates.erase(found);
        }
    }
    return statements;
}

std::vector<RenameGuess> guess_renames(const Model& a, const Model& b) {
    constexpr double worth_asking = 0.5;
    std::vector<RenameGuess> guesses;
    const auto keep = [&](RenameGuess guess) {
        if (guess.score > worth_asking) guesses.push_back(std::move(guess));
    };
    for (const int before : only_in(a, b, Kind::table))
        for (const int after : only_in(b, a, Kind::table)) keep(compare_tables(a, before, b, after));
    for (const int before : only_in(a, b, Kind::column))
        for (const int after : only_in(b, a, Kind::column))
            if (parent_name(a, a.objects[static_cast<std::size_t>(before)]) == parent_name(b, b.objects[static_cast<std::size_t>(after)]))
                keep(compare_columns(a, before, b, after));
    std::stable_sort(guesses.begin(), guesses.end(), [](const RenameGuess& x, const RenameGuess& y) { return x.score > y.score; });
    return guesses;
}

}  // namespace assay::migration::diff
