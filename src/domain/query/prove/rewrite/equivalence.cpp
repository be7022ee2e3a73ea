#include "domain/query/prove/rewrite/equivalence.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "domain/query/model/select_text.h"
#include "domain/query/model/statement_literals.h"
#include "domain/query/prove/rewrite/order_promise.h"
#include "domain/query/prove/rewrite/small_limits.h"
#include "domain/query/prove/rewrite/trial_search.h"
#include "sql/tree.h"
#include "world/limits.h"

namespace assay::query {

namespace {

using Verdict = Equivalence::Verdict;

constexpr int least_with_rows = 8;

struct Read {
    StatementLiterals literals;
    bool is_query = false;
    int parameters = 0;
};

Result<Read> read(const sql::Parser& parser, const std::string& text) {
    const auto tree = sql::Tree::parse(parser, text);
    if (!tree) return fail(tree.error().message);
    if (tree->root()["stmts"].size() != 1) return fail("not one statement");
    Read made;
    const auto statement = (*tree->root()["stmts"].begin())["stmt"];
    made.is_query = statement.tag() == "SelectStmt";
    made.literals = literals_of(statement);
    for (const auto& [number, columns] : made.literals.columns_of_parameter) made.parameters = std::max(made.parameters, number);
    statement.each("ParamRef", [&](sql::Node each) { made.parameters = std::max(made.parameters, static_cast<int>(each["number"].integer())); });
    return made;
}

// Tables that the statements read, those below views too.
constexpr const char* below_views = R"(
with recursive named as (
  select to_regclass(n)::oid as relation from unnest($1::text[]) n
  union
  select d.refobjid from named join pg_rewrite r on r.ev_class = named.relation join pg_depend d on d.classid = 'pg_rewrite'::regclass and
    d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.refobjid <> named.relation)
select distinct c.oid::bigint from named join pg_class c on c.oid = named.relation where c.relkind not in ('v', 'i', 'S', 'c') order by 1)";

class Comparison {
public:
    Comparison(Lab& lab, const SchemaFacts& facts, const EquivalenceOptions& options) : lab_{lab}, facts_{facts}, options_{options} {}

    Result<Equivalence> compare(const sql::Parser& parser, const std::string& original, const std::string& rewritten) {
        if (auto read_all = read_both(parser, original, rewritten); !read_all) return tl::unexpected(read_all.error());
        if (!out_.reason.empty()) return std::move(out_);
        for (const auto step : {&Comparison::same_columns, &Comparison::on_data, &Comparison::on_trials}) {
            auto done = (this->*step)();
            if (!done) return tl::unexpected(done.error());
            if (!*done) return std::move(out_);
        }
        conclude();
        return std::move(out_);
    }

private:
    Result<void> read_both(const sql::Parser& parser, const std::string& original, const std::string& rewritten) {
        pair_.original = without_semicolon(original);
        pair_.rewritten = without_semicolon(rewritten);
        auto first = read(parser, pair_.original);
        if (!first) return fail("the original: " + first.error().message);
        auto second = read(parser, pair_.rewritten);
        if (!second) {
            differs("the rewritten statement: " + second.error().message);
            return {};
        }
        if (!first->is_query || !second->is_query || first->literals.writes || second->literals.writes) out_.reason = "only statements that read are compared: SELECT without INTO, FOR UPDATE or a WITH that writes";
        literals_ = std::move(first->literals);
        literals_.add(second->literals);
        pair_.parameters = std::max(first->parameters, second->parameters);
        return {};
    }

    Result<bool> same_columns() {
        auto session = lab_.session();
        if (!session) return tl::unexpected(session.error());
        if (auto no = volatile_functions(**session)) {
            out_.reason = *no;
            return false;
        }
        const pg::Parameters nothing(static_cast<std::size_t>(pair_.parameters));
        const auto columns = [&](const std::string& query) { return (*session)->query(fmt::format("select * from ({}\n) as x limit 0", query), nothing); };
        (void)(*session)->query("savepoint assay_columns");
        const auto first = columns(pair_.original);
        if (!first) return fail("the original cannot be run: " + first.error().message);
        const auto second = columns(pair_.rewritten);
        if (!second) {
            (void)(*session)->query("rollback to savepoint assay_columns");
            return differs("the rewritten statement cannot be run: " + second.error().message);
        }
        if (first->columns() != second->columns()) return differs(fmt::format("{} columns, not {}", second->columns(), first->columns()));
        for (int i = 0; i < first->columns(); ++i) {
            names_.emplace_back(first->column_name(i));
            if (first->column_name(i) != second->column_name(i)) return differs(fmt::format("column {} is named {}, not {}", i + 1, second->column_name(i), first->column_name(i)));
            if (first->column_type(i) != second->column_type(i)) return differs(fmt::format("column {} ({}) is of another type", i + 1, first->column_name(i)));
        }
        pair_.columns = names_.size();
        return same_order();
    }

    std::optional<std::string> volatile_functions(pg::Connection& session) {
        std::string names;
        for (const auto& name : literals_.functions) names += (names.empty() ? "" : ", ") + pg::quote_literal(name);
        if (names.empty()) return {};
        const auto rows = session.query(fmt::format("select distinct proname from pg_proc where provolatile = 'v' and proname in ({})", names));
        if (!rows || rows->size() == 0) return {};
        return fmt::format("{}() is volatile: it may answer differently each time", rows->text(0, 0));
    }

    // Rows that compare equal by the keys may come in any order, so only the keys' own order is compared. A LIMIT that
    // is the same in both takes the first rows of what is then the same list: it is left out, or ties would decide.
    Result<bool> same_order() {
        auto first = SelectText::read(pair_.original), second = SelectText::read(pair_.rewritten);
        if (!first || !second || !first->queries()[0].order.exists()) return true;
        auto promised = order_keys(*first, names_), kept = order_keys(*second, names_);
        if (kept.empty()) return differs("the original promises an order, the rewritten statement none");
        kept.insert(kept.end(), promised.begin() + static_cast<std::ptrdiff_t>(std::min(kept.size(), promised.size())), promised.end());
        kept.resize(promised.size());
        const auto hidden = [](const OrderKey& key) { return !key.place; };
        if (std::any_of(promised.begin(), promised.end(), hidden)) {
            const auto shown_first = with_keys_shown(*first, promised), shown_second = with_keys_shown(*second, kept);
            if (!shown_first || !shown_second || !takes(*shown_first) || !takes(*shown_second)) {
                out_.reason = "the original orders by what its result does not show, so that the order cannot be compared";
                return false;
            }
            pair_.original = *shown_first;
            pair_.rewritten = *shown_second;
            first = SelectText::read(pair_.original);
            second = SelectText::read(pair_.rewritten);
        }
        for (const auto& key : promised) pair_.order.push_back(key.place ? *key.place : pair_.columns++);
        if (first && second && same_limit(*first, *second)) {
            pair_.original = without_limit(*first);
            pair_.rewritten = without_limit(*second);
            out_.notes.emplace_back("LIMIT and OFFSET are the same in both and were left out, so that ties do not decide");
        }
        return true;
    }

    bool takes(const std::string& query) {
        auto session = lab_.session();
        (void)(*session)->query("savepoint assay_keys");
        const pg::Parameters nothing(static_cast<std::size_t>(pair_.parameters));
        const bool fits = (*session)->query(fmt::format("select * from ({}\n) as x limit 0", query), nothing).has_value();
        (void)(*session)->query("rollback to savepoint assay_keys; release savepoint assay_keys");
        return fits;
    }

    // On the rows that the lab has. Nothing is said when it takes too long.
    Result<bool> on_data() {
        auto found = tables_below();
        if (!found) return tl::unexpected(found.error());
        if (pair_.parameters > 0 || tables_.empty()) return true;
        auto session = lab_.session();
        const auto text = [&](const std::string& query) { return fmt::format("select x::text as r from ({}\n) as x", query); };
        const auto a = text(pair_.original), b = text(pair_.rewritten);
        (void)(*session)->query(fmt::format("savepoint assay_data; set local statement_timeout = {}", options_.data_limit.count()));
        const auto rows = lab_.run(fmt::format("with a as materialized ({}), b as materialized ({}) select (select count(*) from a), (select count(*) from "
                                               "((select r from a except all select r from b) union all (select r from b except all select r from a)) d)", a, b));
        const auto error = lab_.last_error();
        (void)(*session)->query("rollback to savepoint assay_data; release savepoint assay_data");
        if (!rows) {
            out_.notes.push_back("not compared on the lab's rows: " + error.message);
            return true;
        }
        if (rows->integer(0, 1) > 0) return differs(fmt::format("on the lab's rows {} of the answer's rows differ", rows->integer(0, 1)));
        if (rows->integer(0, 0) > 0) out_.data_rows = rows->integer(0, 0);
        return true;
    }

    Result<void> tables_below() {
        std::string list;
        for (const auto& name : literals_.tables) {
            auto quoted = pg::quote_identifier(name[1]);
            if (!name[0].empty()) quoted = pg::quote_identifier(name[0]) + "." + quoted;
            list += (list.empty() ? "" : ", ") + pg::quote_literal(quoted);
        }
        auto session = lab_.session();
        if (!session) return tl::unexpected(session.error());
        const auto rows = (*session)->query(replaced(below_views, "$1", "array[" + list + "]"));
        if (!rows) return tl::unexpected(rows.error());
        for (int row = 0; row < rows->size(); ++row)
            if (const auto* table = facts_.by_oid(rows->integer(row, 0))) tables_.push_back(table);
        return {};
    }

    Result<bool> on_trials() {
        if (auto saved = lab_.session(); !saved) return tl::unexpected(saved.error());
        auto session = lab_.session();
        (void)(*session)->query("set local time zone 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'");
        auto pools = make_pools(**session, tables_, literals_);
        if (!pools) return tl::unexpected(pools.error());
        pools_ = std::move(*pools);
        auto small = with_small_limits(pair_.original, pair_.rewritten);
        pair_.original = std::move(small.original);
        pair_.rewritten = std::move(small.rewritten);
        if (!small.changes.empty()) out_.notes.push_back("tried with smaller numbers of LIMIT and OFFSET: " + joined(small.changes, ", "));
        TrialShape shape{.most_rows = 6, .tall_rows = std::clamp<std::size_t>(small.rows, 8, 14), .parameters = {}};
        for (int i = 1; i <= pair_.parameters; ++i) shape.parameters.push_back(parameter_values(i, literals_, pools_));
        auto opened = TrialSession::open(lab_, pools_, pair_);
        if (!opened) {
            out_.reason = "no trial could be made: " + opened.error().message;
            return false;
        }
        auto searched = search_for_difference(*opened, pools_, std::move(shape), {options_.trials, options_.seed}, out_);
        if (!searched) return tl::unexpected(searched.error());
        if (!out_.counterexample) return true;
        const auto& shown = *out_.counterexample;
        return differs(shown.failed ? "the rewritten statement fails where the original answers: " + shown.rewritten
                       : shown.order_only ? "the same rows come in another order" : "a counterexample was found");
    }

    bool differs(std::string reason) {
        out_.verdict = Verdict::differs;
        out_.reason = std::move(reason);
        return false;
    }

    void conclude() {
        if (out_.with_rows < least_with_rows && !tables_.empty()) {
            out_.reason = fmt::format("in only {} of {} trials had the original an answer: too few to tell", out_.with_rows, out_.trials);
            return;
        }
        out_.verdict = Verdict::equal;
    }

    Lab& lab_;
    const SchemaFacts& facts_;
    const EquivalenceOptions& options_;
    Equivalence out_;
    QueryPair pair_;
    StatementLiterals literals_;
    std::vector<std::string> names_;
    std::vector<const FactTable*> tables_;
    std::vector<PooledTable> pools_;
};

std::string summary(const Equivalence& found) {
    std::string text = fmt::format("the same rows in {} of {} databases made for it ({} with an answer)", found.trials - found.failed, found.trials, found.with_rows);
    if (found.data_rows) text += fmt::format(" and on the {} rows that the lab's data give", *found.data_rows);
    return text;
}

}  // namespace

Result<Equivalence> compare_queries(const sql::Parser& parser, Lab& lab, const SchemaFacts& facts, const std::string& original, const std::string& rewritten,
                                    const EquivalenceOptions& options) {
    lab.reset();
    Comparison comparison{lab, facts, options};
    auto done = comparison.compare(parser, original, rewritten);
    if (done && done->verdict == Verdict::equal)
        done->proof = lab.proof(fmt::format("both statements answered over {} small databases of 0 to 14 rows a table, seed {}, under {} time zones", done->trials, options.seed, std::size(trial_zones)),
                                original, summary(*done));
    lab.reset();
    return done;
}

}  // namespace assay::query
