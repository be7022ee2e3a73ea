#include "domain/query/prove/rewrite/trial_search.h"

#include <algorithm>

namespace assay::query {

namespace {

constexpr std::size_t first_batch = 4;  // most differences show at once
constexpr std::size_t batch = 20;
constexpr int least_trials = 200;       // whatever the time
constexpr std::size_t most_seeds = 64;
constexpr Milliseconds trial_time{1'500};
constexpr Milliseconds shrinking_time{400};
constexpr int variants = static_cast<int>(std::size(trial_zones));

class Search {
public:
    Search(TrialSession& session, const std::vector<PooledTable>& tables, TrialShape shape, const SearchOptions& options, Equivalence& out)
        : session_{session}, tables_{tables}, maker_{tables, std::move(shape), options.seed}, options_{options}, out_{out} {}

    Result<void> run() {
        const Budget time{trial_time};
        for (int variant = 0; variant < variants && !out_.counterexample; ++variant) {
            if (auto ready = session_.prepare(static_cast<std::size_t>(variant)); !ready) return ready;
            for (int left = (time.spent() ? least_trials : options_.trials) / variants; left > 0 && !out_.counterexample;) {
                const auto size = std::min(out_.trials == 0 ? first_batch : batch, static_cast<std::size_t>(left));
                left -= static_cast<int>(size);
                if (auto done = run_batch(size, variant); !done) return done;
            }
        }
        return {};
    }

private:
    // Half of the databases are changed a little from one on which the original had an answer.
    std::vector<Trial> make_batch(std::size_t size) {
        std::vector<Trial> made;
        for (std::size_t i = 0; i < size; ++i)
            made.push_back(i % 2 == 0 && !seeds_.empty() ? maker_.changed(seeds_[(i + static_cast<std::size_t>(out_.trials)) % seeds_.size()]) : maker_.fresh());
        return made;
    }

    Result<void> run_batch(std::size_t size, int variant) {
        auto made = make_batch(size);
        const auto answers = session_.run(made);
        if (!answers) return tl::unexpected(answers.error());
        for (std::size_t i = 0; i < answers->size(); ++i) {
            const auto& answer = (*answers)[i];
            const bool has_rows = !answer.original.failed && answer.original.count > 0;
            ++out_.trials;
            out_.failed += answer.original.failed;
            out_.with_rows += has_rows;
            if (!answer.agree()) {
                shrink(std::move(made[i]), answer, variant);
                return {};
            }
            if (has_rows && seeds_.size() < most_seeds) seeds_.push_back(std::move(made[i]));
        }
        return {};
    }

    // Takes rows away as long as the answers still differ.
    void shrink(Trial trial, TrialAnswers answers, int variant) {
        const Budget time{shrinking_time};
        for (bool shrunk = true; shrunk;) {
            shrunk = false;
            for (std::size_t t = 0; t < trial.tables.size(); ++t)
                for (std::size_t r = trial.tables[t].size(); r-- > 0 && !time.spent();) {
                    Trial smaller = trial;
                    smaller.tables[t].erase(smaller.tables[t].begin() + static_cast<std::ptrdiff_t>(r));
                    auto again = session_.run(smaller);
                    if (!again || again->agree()) continue;
                    trial = std::move(smaller);
                    answers = std::move(*again);
                    shrunk = true;
                }
        }
        out_.counterexample = shown(trial, answers, variant);
    }

    Counterexample shown(const Trial& trial, const TrialAnswers& answers, int variant) const {
        Counterexample made;
        made.time_zone = trial_zones[variant];
        made.parameters = trial.parameters;
        made.failed = answers.rewritten.failed;
        made.order_only = !made.failed && answers.original.rows == answers.rewritten.rows;
        made.original = made.order_only ? answers.original.keys : answers.original.rows;
        made.rewritten = made.failed ? answers.rewritten.error : made.order_only ? answers.rewritten.keys : answers.rewritten.rows;
        for (std::size_t t = 0; t < tables_.size(); ++t) made.tables.push_back(used_columns(tables_[t], trial.tables[t]));
        return made;
    }

    static CounterTable used_columns(const PooledTable& table, const std::vector<TrialRow>& rows) {
        CounterTable made{table.table->name, {}, std::vector<TrialRow>(rows.size())};
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            if (!table.columns[c].used) continue;
            made.columns.push_back(table.columns[c].column->name);
            for (std::size_t r = 0; r < rows.size(); ++r) made.rows[r].push_back(rows[r][c]);
        }
        return made;
    }

    TrialSession& session_;
    const std::vector<PooledTable>& tables_;
    TrialMaker maker_;
    const SearchOptions& options_;
    Equivalence& out_;
    std::vector<Trial> seeds_;
};

}  // namespace

Result<void> search_for_difference(TrialSession& session, const std::vector<PooledTable>& tables, TrialShape shape, const SearchOptions& options, Equivalence& out) {
    return Search{session, tables, std::move(shape), options, out}.run();
}

}  // namespace assay::query
