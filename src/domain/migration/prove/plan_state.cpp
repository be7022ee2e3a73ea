// helper: compares states of a database
#include "domain/migration/prove/plan_state.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/diff/compare.h"

namespace assay::migration {

namespace {

// One query for each table: its name, and the query's text.
constexpr std::string_view queries = R"(
select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname,
       format('select count(*)%s from %s',
              coalesce((select string_agg(format(', sum(hashtextextended(%s || chr(31) || coalesce(%I::text, chr(30)), 0)::numeric)',
                                                 coalesce((select string_agg(format('%I::text', k.attname), ' || chr(31) || ' order by k.attnum)
                                                           from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any(i.indkey)
                                                           where i.indrelid = c.oid and i.indisprimary), quote_literal('')), a.attname), '' order by a.attnum)
                        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), ''), c.oid::regclass),
       coalesce((select string_agg(a.attname, chr(31) order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '')
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where (c.relkind = 'r' or c.relkind = 'm' and c.relispopulated) and n.nspname not in ('pg_catalog', 'information_schema', 'pg_assay') and c.oid >= 16384
order by 1)";

bool is_among(const std::set<std::string>& names, const std::string& name) {
    const auto dot = name.rfind('.');
    return names.contains(name) || (dot != name.npos && names.contains(name.substr(0, dot)));
}

}  // namespace

Result<RowState> row_state(pg::Connection& session) {
    auto tables = session.query(std::string{queries});
    if (!tables) return tl::unexpected(tables.error());
    RowState state;
    for (int table = 0; table < tables->size(); ++table) {
        const std::string name{tables->text(table, 0)};
        auto sums = session.query(std::string{tables->text(table, 1)});
        if (!sums) return tl::unexpected(sums.error());
        state.sums[name] = sums->text(0, 0);
        state.rows += sums->integer(0, 0);
        state.tables.insert(name);
        int column = 1;
        for (const auto& part : split(tables->text(table, 2), '\x1f'))
            if (!part.empty()) state.sums[fmt::format("{}.{}", name, part)] = sums->text(0, column++);
    }
    return state;
}

std::vector<std::string> row_differences(const RowState& a, const RowState& b, const std::set<std::string>& but) {
    std::vector<std::string> differing;
    for (const auto& [name, sum] : a.sums) {
        const auto other = b.sums.find(name);
        if ((other == b.sums.end() || other->second != sum) && !is_among(but, name)) differing.push_back(name);
    }
    for (const auto& [name, sum] : b.sums)
        if (!a.sums.contains(name) && !is_among(but, name)) differing.push_back(name);
    return differing;
}

namespace {

// Those of `a` that are left when what stands in the order of `b` is taken away.
std::vector<std::string> out_of_order(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
    std::vector<std::string> left;
    auto next = a.begin();
    for (const auto column : b) {
        const auto found = std::find(next, a.end(), column);
        if (found == a.end()) continue;
        left.insert(left.end(), next, found);
        next = found + 1;
    }
    left.insert(left.end(), next, a.end());
    return left;
}

// The shorter of both answers: one column that went to the end, not all that moved up.
std::vector<std::string> moved(std::string_view is, std::string_view wanted) {
    std::vector<std::string_view> a, b;
    for (const auto part : split(is, ',')) a.push_back(trimmed(part));
    for (const auto part : split(wanted, ',')) b.push_back(trimmed(part));
    auto one = out_of_order(a, b), two = out_of_order(b, a);
    return one.size() <= two.size() ? one : two;
}

std::string told(const diff::Difference& difference, const diff::Object& object) {
    const auto value = [](const std::optional<std::string>& text) { return text ? *text : std::string{"not set"}; };
    return fmt::format("{}: {} is {} instead of {}", spoken(object), difference.fact, value(difference.a), value(difference.b));
}

}  // namespace

std::string SchemaDifference::Order::text() const {
    return fmt::format("{}: {} {} at another place", relation, joined(moved, ", "), moved.size() == 1 ? "stands" : "stand");
}

SchemaDifference schema_difference(const diff::Model& is, const diff::Model& wanted) {
    SchemaDifference difference;
    const auto object = [](const diff::Model& model, int number) -> const diff::Object& { return model.objects[static_cast<std::size_t>(number)]; };
    for (const auto& each : diff::compare(is, wanted)) {
        if (each.in_a < 0) difference.facts.push_back(spoken(object(wanted, each.in_b)) + " is missing");
        else if (each.in_b < 0) difference.facts.push_back(spoken(object(is, each.in_a)) + " is left over");
        else if (each.fact == "column order") {
            const auto& name = object(is, each.in_a).name;
            difference.order.push_back({starts_with(name, "public.") ? name.substr(7) : name, moved(each.a.value_or(""), each.b.value_or(""))});
        } else difference.facts.push_back(told(each, object(is, each.in_a)));
    }
    return difference;
}

}  // namespace assay::migration
