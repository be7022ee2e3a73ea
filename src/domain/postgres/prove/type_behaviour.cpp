// Stores a telling value in the column, under all CHECKs of its table, and shows what becomes of it.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "lab/lab.h"
#include "map/map.h"
#include <optional>
#include <string>

namespace assay::postgres {

namespace {

constexpr std::string_view undefined_function = "42883";

struct Experiment {
    std::string what, rows, query, expected;  // the query gives whether it went wrong, and what is seen
};

std::optional<Experiment> experiment_for(const std::string& type, const std::string& column, const std::string& copy) {
    const auto query = [&](const char* wrong, const char* seen) {
        return fmt::format("select {}, {} from {}", fmt::format(fmt::runtime(wrong), column), fmt::format(fmt::runtime(seen), column), copy);
    };
    if (type == "timestamp")
        return Experiment{"stored 12:00 in London, read in Berlin", "values ('2026-06-01 12:00:00')",
                          query("timezone('Europe/Berlin', {0}) <> timezone('Europe/London', {0})",
                                "'read in Berlin the moment is ' || (timezone('Europe/London', {0}) - timezone('Europe/Berlin', {0})) || ' earlier'"),
                          "one moment was stored"};
    if (type == "timetz")
        return Experiment{"stored 18:00 of Berlin's winter, read in July", "values ('18:00:00+01')",
                          query("extract(timezone_hour from {0}) <> extract(hour from timezone('Europe/Berlin', timestamptz '2026-07-01 00:00+00'))",
                                "'the value is still at +0' || extract(timezone_hour from {0}) || ', Berlin is at +0' || "
                                "extract(hour from timezone('Europe/Berlin', timestamptz '2026-07-01 00:00+00'))"),
                          "18:00 in Berlin"};
    if (type == "bpchar")
        return Experiment{"stored 'a'", "values ('a')", query("{0} = 'a' and {0} not like '%a'", "'= ''a'' finds it, LIKE ''%a'' does not'"), "'a'"};
    if (type == "money")
        return Experiment{"stored 10.00, divided by 3, times 3", "values (10.00::money)", query("{0} / 3 * 3 <> {0}", "(({0} / 3 * 3)::numeric)::text"), "10.00"};
    if (type == "float4" || type == "float8")
        return Experiment{"stored 0.1 ten times and summed", "select 0.1 from generate_series(1, 10)",
                          query("sum({0}) <> 1", "'the sum is ' || sum({0})::text"), "1"};
    if (type == "numeric")
        return Experiment{"stored half a cent", "values (0.005)", query("{0} = 0.005", "{0} || ' is kept'"), "0.01, or an error"};
    if (type == "json")
        return Experiment{"asked for the different values", "values ('{}'), ('{}')", fmt::format("select distinct false, '', {} from {}", column, copy), "one"};
    return {};
}

std::optional<Experiment> whole_seconds(const std::string& type, const std::string& column, const std::string& copy) {
    const bool has_day = type == "timestamp" || type == "timestamptz";
    return Experiment{"stored 23:59:59.6", has_day ? "values ('2025-12-31 23:59:59.6')" : "values ('23:59:59.6')",
                      fmt::format("select {0}::text not like '%23:59:59%', 'stored as ' || {0} from {1}", column, copy),
                      has_day ? "2025-12-31 23:59:59" : "23:59:59"};
}

}  // namespace

Outcome type_behaviour(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    const auto schema = lab.scratch_schema(), copy = schema + ".c";
    const bool whole = column->type.find("(0)") != std::string::npos;
    const auto experiment = whole ? whole_seconds(column->type_name, column->name, copy)
                                  : experiment_for(column->type_name, column->name, copy);
    if (!experiment) return Outcome::needs("an experiment for " + column->type);
    if (!copy_table(lab, subject.map, *column, schema)) return Outcome::needs(lab.last_error().message);
    if (!lab.run("set local timezone = 'Europe/London'") || !lab.run(fmt::format("insert into {} ({}) {}", copy, column->name, experiment->rows)))
        return Outcome::needs("a row with such a value: " + lab.last_error().message);
    auto shown = lab.run(experiment->query);
    if (!shown && lab.last_error().sqlstate != undefined_function) return Outcome::needs(lab.last_error().message);
    const bool bad = !shown || shown->boolean(0, 0);
    const auto after = shown ? std::string{shown->text(0, 1)} : lab.last_error().message;
    auto proof = lab.proof(fmt::format("{} in a column {} {}", experiment->what, column->name, column->type), experiment->expected, after);
    return bad ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
