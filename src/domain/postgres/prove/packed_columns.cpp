// Writes the same rows into a table of the columns' order and into one of the order that the finding proposes.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"

namespace assay::postgres {

namespace {

constexpr int rows_made = 20'000;
constexpr double least_gain = 1.03;

// Between SELECT and FROM of the fix.
std::string proposed_order(const Subject& subject) {
    const auto statement = subject.finding.fix ? subject.finding.fix->statement : std::string{};
    const auto select = statement.find(" AS SELECT "), from = statement.rfind(" FROM ");
    return select == std::string::npos || from == std::string::npos ? std::string{} : statement.substr(select + 11, from - select - 11);
}

}  // namespace

Outcome packed_columns(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{600})) return Outcome::out_of_budget();
    const auto order = proposed_order(subject);
    if (order.empty()) return Outcome::needs("the order that is proposed");
    const auto schema = lab.scratch_schema(), now = schema + ".now", packed = schema + ".packed";
    if (!lab.run("create schema " + schema) || !make_filled_copy(lab, subject.map, subject.id, now, rows_made, 0) ||
        !lab.run(fmt::format("create table {} as select {} from {}", packed, order, now)))
        return Outcome::needs("a copy of the table: " + lab.last_error().message);
    const auto sizes = lab.query(fmt::format("select pg_relation_size('{0}'), pg_relation_size('{1}'), count(*) from {0}", now, packed));
    if (!sizes || sizes->integer(0, 1) == 0) return Outcome::needs("rows of the table: " + lab.last_error().message);
    const auto bytes_now = sizes->integer(0, 0), bytes_packed = sizes->integer(0, 1);
    auto proof = lab.proof(fmt::format("wrote the same {} rows in both orders of columns", sizes->integer(0, 2)), fmt::format("{} kB as it is", bytes_now / 1024),
                           fmt::format("{} kB with the wide columns first", bytes_packed / 1024));
    return static_cast<double>(bytes_now) >= least_gain * static_cast<double>(bytes_packed) ? Outcome::proven(std::move(proof))
                                                                                            : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
