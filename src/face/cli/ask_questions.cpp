// assay ask --questions: how well questions in people's own words are answered.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "face/cli/ask.h"
#include "world/files.h"

namespace assay::cli {

namespace {

// The place at which a right topic comes, from 1; 0 where it is not among the hits.
int place_of(std::string_view wanted, const std::vector<teach::Hit>& hits) {
    const auto right = split(wanted, '|');
    for (std::size_t i = 0; i < hits.size(); ++i)
        if (std::find(right.begin(), right.end(), hits[i].document->id) != right.end()) return static_cast<int>(i) + 1;
    return 0;
}

struct Score {
    int first = 0, in_three = 0;
    double reciprocal = 0;

    void take(int place) {
        first += place == 1;
        in_three += place >= 1 && place <= 3;
        reciprocal += place > 0 ? 1.0 / place : 0;
    }
    std::string text(int questions) const {
        return fmt::format("{:5.1f} % first, {:5.1f} % among the first three, MRR {:.3f}", 100.0 * first / questions, 100.0 * in_three / questions, reciprocal / questions);
    }
};

}  // namespace

int measure_questions(const std::filesystem::path& file, const teach::AskIndex& index) {
    const auto text = read_file(file);
    if (!text) return give_up(text.error().text());
    constexpr std::size_t looked_at = 10;
    Score ours, plain;
    int questions = 0, number = 0;
    double slowest_ms = 0;
    for (const auto line : lines_of(*text)) {
        ++number;
        if (line.empty() || line.front() == '#') continue;
        const auto fields = split(line, '\t');
        if (fields.size() != 2) return give_up(fmt::format("{}:{}: expected a question and a topic, parted by a tab", file.string(), number));
        ++questions;
        const Stopwatch watch;
        const auto hits = index.ask(fields[0], looked_at);
        slowest_ms = std::max(slowest_ms, watch.seconds() * 1000);
        const int place = place_of(fields[1], hits);
        ours.take(place);
        plain.take(place_of(fields[1], index.plain(fields[0], looked_at)));
        if (place != 1) fmt::print("{:2}  {}\n    {}, not {}\n", place, fields[0], hits.empty() ? "nothing" : hits.front().document->id, fields[1]);
    }
    if (questions == 0) return give_up(file.string() + " holds no question");
    fmt::print("{} questions\n  ask         {}\n  plain BM25  {}\n  slowest {:.1f} ms\n", questions, ours.text(questions), plain.text(questions), slowest_ms);
    return clean;
}

}  // namespace assay::cli
