#include "domain/query/prove/rewrite/rewrite_advice.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "domain/query/advise/rewrites/rewrite.h"
#include "domain/query/model/query_calls.h"
#include "domain/query/model/statement_literals.h"
#include "domain/query/prove/rewrite/bulk_rows.h"

namespace assay::query {

namespace {

constexpr int rows_that_tell = 1'000;  // with fewer in the lab, costs are those of generated rows

struct Proposed {
    const Rewrite* rule = nullptr;
    Proposal proposal;
};

std::vector<Proposed> proposals_for(const sql::Parser& parser, const SchemaFacts& facts, const SelectText& statement) {
    std::vector<Proposed> all;
    std::set<std::string> known{statement.text()};
    RewriteContext context{statement, facts, parser};
    for (const auto* rule : rewrites()) {
        rule->propose(context);
        for (auto& proposal : context.take())
            if (known.insert(proposal.text).second) all.push_back({rule, std::move(proposal)});
    }
    return all;
}

// Tables of the statement with values for their columns.
Result<std::vector<PooledTable>> pools_for(const sql::Parser& parser, Lab& lab, const SchemaFacts& facts, const std::string& statement) {
    const auto tree = sql::Tree::parse(parser, statement);
    if (!tree) return fail(tree.error().message);
    const auto literals = literals_of(tree->root());
    std::vector<const FactTable*> tables;
    for (const auto& name : literals.tables)
        if (const auto* table = facts.find(name[0], name[1]); table && std::find(tables.begin(), tables.end(), table) == tables.end()) tables.push_back(table);
    auto session = lab.session();
    if (!session) return tl::unexpected(session.error());
    return make_pools(**session, tables, literals);
}

class Costs {
public:
    Costs(const sql::Parser& parser, Lab& lab, const SchemaFacts& facts, const RewriteOptions& options) : parser_{parser}, lab_{lab}, facts_{facts}, options_{options} {}

    // Of each but the first, which is the original.
    std::vector<std::optional<RewriteCost>> measured(RewriteAdvice& advice, const std::vector<CostedStatement>& statements, const ParameterValues& values) {
        if (options_.planning) {
            Lab planning{*options_.planning};
            return costs_of(planning, statements, values, "the statistics of the base", false);
        }
        auto pools = pools_for(parser_, lab_, facts_, advice.original);
        if (!pools) return {};
        if (has_rows(*pools)) return costs_of(lab_, statements, values, "the lab's rows", true);
        if (auto filled = fill_in_bulk(lab_, *pools); !filled) {
            advice.notes.push_back("what it costs is not known: " + filled.error().message);
            return {};
        }
        return costs_of(lab_, statements, values, fmt::format("generated rows, {} in a table that refers to another or stands alone, {} in others", bulk_child_rows, bulk_parent_rows), true);
    }

private:
    bool has_rows(const std::vector<PooledTable>& tables) {
        auto session = lab_.session();
        for (const auto& table : tables) {
            const auto rows = (*session)->query(fmt::format("select count(*) from (select from {} limit {}) x", table.name, rows_that_tell));
            if (rows && rows->integer(0, 0) >= rows_that_tell) {
                for (const auto& each : tables) (void)(*session)->query("analyze " + each.name);
                return true;
            }
        }
        return false;
    }

    const sql::Parser& parser_;
    Lab& lab_;
    const SchemaFacts& facts_;
    const RewriteOptions& options_;
};

void judge(TriedRewrite& tried) {
    using Verdict = Equivalence::Verdict;
    if (tried.equivalence.verdict != Verdict::equal) {
        tried.state = tried.equivalence.verdict == Verdict::differs ? RewriteState::refuted : RewriteState::undetermined;
    } else {
        tried.state = tried.cost && tried.cost->cheaper() ? RewriteState::recommended : RewriteState::not_cheaper;
    }
}

constexpr std::size_t most_together = 4;

double share(const TriedRewrite& tried) { return tried.cost && tried.cost->before > 0 ? tried.cost->after / tried.cost->before : 1; }

// One statement's way from proposals to what is recommended.
class Adviser {
public:
    Adviser(const sql::Parser& parser, Lab& lab, const SchemaFacts& facts, const RewriteOptions& options, const ParameterValues& known, RewriteAdvice& advice)
        : parser_{parser}, lab_{lab}, facts_{facts}, options_{options}, values_{values_for(known, advice)}, advice_{advice}, costs_{parser, lab, facts, options} {}

    Result<void> advise(const SelectText& statement) {
        for (auto& proposed : proposals_for(parser_, facts_, statement))
            if (auto tried = try_one(proposed); !tried) return tried;
        add_costs(0);
        rank();
        if (auto together = try_together(); !together) return together;
        rank();
        return {};
    }

private:
    // Where a call is not known, what the statistics of the columns beside them call usual.
    ParameterValues values_for(const ParameterValues& known, RewriteAdvice& advice) const {
        const int count = parameters_in(advice.original);
        if (count == 0 || !options_.tables || PlannedStatement::of(advice.original, known).parameters == 0) return known;
        const auto tree = sql::Tree::parse(parser_, advice.original);
        if (!tree || tree->root()["stmts"].size() != 1) return {};
        auto usual = usual_values(roles_of((*tree->root()["stmts"].begin())["stmt"], *options_.tables), count);
        if (PlannedStatement::of(advice.original, usual).parameters > 0) return {};
        advice.notes.emplace_back("its parameters have the values that statistics say are usual: one that is neither common nor rare, a tenth of the rows for a range");
        return usual;
    }

    Result<Equivalence> compare(const Proposal& proposal) {
        return compare_queries(parser_, lab_, facts_, advice_.original, proposal.closed.empty() ? proposal.text : proposal.closed, options_.equivalence);
    }

    Result<void> try_one(Proposed& proposed) {
        auto compared = compare(proposed.proposal);
        if (!compared) return tl::unexpected(compared.error());
        advice_.rewrites.push_back({std::string{proposed.rule->name}, std::string{proposed.rule->title}, proposed.proposal.text, proposed.proposal.rests_on,
                                    RewriteState::undetermined, std::move(*compared), {}, proposed.proposal.values_query});
        judge(advice_.rewrites.back());
        return {};
    }

    // Of those from `first` on that are equal.
    void add_costs(std::size_t first) {
        std::vector<CostedStatement> statements{{advice_.original, {}}};
        std::vector<TriedRewrite*> equal;
        for (std::size_t i = first; i < advice_.rewrites.size(); ++i) {
            auto& tried = advice_.rewrites[i];
            if (tried.equivalence.verdict != Equivalence::Verdict::equal) continue;
            statements.push_back({tried.text, tried.values_query});
            equal.push_back(&tried);
        }
        if (equal.empty()) return;
        const auto costs = costs_.measured(advice_, statements, values_);
        for (std::size_t i = 0; i < equal.size() && i + 1 < costs.size(); ++i) equal[i]->cost = costs[i + 1];
        lab_.reset();
    }

    void rank() {
        for (auto& tried : advice_.rewrites) judge(tried);
        std::stable_sort(advice_.rewrites.begin(), advice_.rewrites.end(), [](const auto& a, const auto& b) { return std::pair{a.state, share(a)} < std::pair{b.state, share(b)}; });
    }

    // What each rule that is recommended makes of the best, one upon the other, where that is still the same question.
    Result<void> try_together() {
        std::vector<std::string> rules;
        for (const auto& tried : advice_.rewrites)
            if (tried.state == RewriteState::recommended && tried.values_query.empty() && rules.size() < most_together) rules.push_back(tried.rule);
        if (rules.size() < 2 || !advice_.rewrites.front().values_query.empty()) return {};
        auto best = advice_.rewrites.front();
        const auto alone = best.cost ? best.cost->after : 0;
        bool grown = false;
        for (const auto& rule : rules) {
            auto next = next_step(best.text, rule);
            if (!next) return tl::unexpected(next.error());
            if (!*next) continue;
            best.text = (*next)->text;
            best.rule += "+" + rule;
            best.title += "; " + (*next)->title;
            best.rests_on.insert(best.rests_on.end(), (*next)->rests_on.begin(), (*next)->rests_on.end());
            best.equivalence = std::move((*next)->equivalence);
            grown = true;
        }
        if (!grown) return {};
        advice_.rewrites.push_back(std::move(best));
        add_costs(advice_.rewrites.size() - 1);
        const auto& cost = advice_.rewrites.back().cost;
        if (!cost || cost->after > alone * 0.98) advice_.rewrites.pop_back();
        return {};
    }

    Result<std::optional<TriedRewrite>> next_step(const std::string& text, const std::string& rule) {
        const auto statement = SelectText::read(text);
        if (!statement) return std::optional<TriedRewrite>{};
        for (auto& proposed : proposals_for(parser_, facts_, *statement)) {
            if (proposed.rule->name != rule || !proposed.proposal.closed.empty()) continue;
            auto compared = compare(proposed.proposal);
            if (!compared) return tl::unexpected(compared.error());
            if (compared->verdict != Equivalence::Verdict::equal) continue;
            return std::optional{TriedRewrite{rule, std::string{proposed.rule->title}, proposed.proposal.text, proposed.proposal.rests_on, RewriteState::undetermined, std::move(*compared), {}, {}}};
        }
        return std::optional<TriedRewrite>{};
    }

    const sql::Parser& parser_;
    Lab& lab_;
    const SchemaFacts& facts_;
    const RewriteOptions& options_;
    const ParameterValues values_;
    RewriteAdvice& advice_;
    Costs costs_;
};

}  // namespace

Result<RewriteAdvice> advise_rewrites(const sql::Parser& parser, Lab& lab, const SchemaFacts& facts, const std::string& statement, const ParameterValues& values, const RewriteOptions& options) {
    const Stopwatch watch;
    RewriteAdvice advice;
    advice.original = without_semicolon(statement);
    if (const auto text = SelectText::read(advice.original)) {
        if (auto done = Adviser{parser, lab, facts, options, values, advice}.advise(*text); !done) advice.unread = done.error().message;
    } else {
        advice.unread = "not a SELECT";
    }
    lab.reset();
    advice.seconds = watch.seconds();
    return advice;
}

}  // namespace assay::query
