#include "domain/query/prove/rewrite/rewrite_advice.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "domain/query/advise/rewrites/rewrite.h"
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
    for (const auto* rule : rewrites()) {
        RewriteContext context{statement, facts, parser};
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

    void add_to(RewriteAdvice& advice, const std::vector<Proposal>& proposals) {
        std::vector<CostedStatement> statements{{advice.original, {}}};
        for (const auto& proposal : proposals) statements.push_back({proposal.text, proposal.values_query});
        const auto costs = measured(advice, statements);
        for (std::size_t i = 0; i < advice.rewrites.size() && i + 1 < costs.size(); ++i) advice.rewrites[i].cost = costs[i + 1];
    }

private:
    std::vector<std::optional<RewriteCost>> measured(RewriteAdvice& advice, const std::vector<CostedStatement>& statements) {
        if (options_.planning) {
            Lab planning{*options_.planning};
            return costs_of(planning, statements, "the statistics of the base", false);
        }
        auto pools = pools_for(parser_, lab_, facts_, advice.original);
        if (!pools) return {};
        if (has_rows(*pools)) return costs_of(lab_, statements, "the lab's rows", true);
        if (auto filled = fill_in_bulk(lab_, *pools); !filled) {
            advice.notes.push_back("what it costs is not known: " + filled.error().message);
            return {};
        }
        return costs_of(lab_, statements, fmt::format("generated rows, {} in a table that refers to another or stands alone, {} in others", bulk_child_rows, bulk_parent_rows), true);
    }

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

double share(const TriedRewrite& tried) { return tried.cost && tried.cost->before > 0 ? tried.cost->after / tried.cost->before : 1; }

}  // namespace

Result<RewriteAdvice> advise_rewrites(const sql::Parser& parser, Lab& lab, const SchemaFacts& facts, const std::string& statement, const RewriteOptions& options) {
    const Stopwatch watch;
    RewriteAdvice advice;
    advice.original = without_semicolon(statement);
    const auto text = SelectText::read(advice.original);
    if (!text) {
        advice.unread = "not a SELECT";
        return advice;
    }
    std::vector<Proposal> equal;
    for (auto& [rule, proposal] : proposals_for(parser, facts, *text)) {
        auto compared = compare_queries(parser, lab, facts, advice.original, proposal.closed.empty() ? proposal.text : proposal.closed, options.equivalence);
        if (!compared) {
            advice.unread = compared.error().message;
            return advice;
        }
        TriedRewrite tried{std::string{rule->name}, std::string{rule->title}, proposal.text, proposal.rests_on, RewriteState::undetermined, std::move(*compared), {}};
        judge(tried);
        const bool is_equal = tried.equivalence.verdict == Equivalence::Verdict::equal;
        // Those that are equal stand first, in the order of `equal`, until costs are known.
        advice.rewrites.insert(is_equal ? advice.rewrites.begin() + static_cast<std::ptrdiff_t>(equal.size()) : advice.rewrites.end(), std::move(tried));
        if (is_equal) equal.push_back(std::move(proposal));
    }
    if (!equal.empty()) Costs{parser, lab, facts, options}.add_to(advice, equal);
    lab.reset();
    for (auto& tried : advice.rewrites) judge(tried);
    std::stable_sort(advice.rewrites.begin(), advice.rewrites.end(), [](const auto& a, const auto& b) { return std::pair{a.state, share(a)} < std::pair{b.state, share(b)}; });
    advice.seconds = watch.seconds();
    return advice;
}

}  // namespace assay::query
