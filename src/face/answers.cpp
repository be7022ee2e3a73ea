#include "face/answers.h"

#include <fmt/core.h>

#include <algorithm>

namespace assay {

namespace {

constexpr std::size_t pages_to_read = 4;
constexpr double worth_reading = 0.5;  // of the best answer's score

}  // namespace

const Result<std::unique_ptr<teach::AskIndex>>& ask_index() {
    static const auto index = [] {
        const auto& guide = teach::embedded_guide();
        return guide ? teach::AskIndex::make(*guide) : Result<std::unique_ptr<teach::AskIndex>>{tl::unexpected(guide.error())};
    }();
    return index;
}

Result<Answer> answer(std::string_view question, const teach::AskIndex& index, const teach::Guide& guide) {
    const auto hits = index.ask(question, pages_to_read + 1);
    if (hits.empty()) return fail("no page has any word of this; assay guide list and assay rules show what there is");
    Answer answer{hits.front(), index.passage(hits.front(), question), {}, {}, {}};
    const auto& best = *answer.best.document;
    if (best.is_rule) answer.rules = {best.id};
    if (const auto* topic = best.is_rule ? nullptr : guide.topic(best.id)) {
        answer.rules = topic->rules;
        answer.commands = topic->commands;
    }
    std::copy_if(hits.begin() + 1, hits.end(), std::back_inserter(answer.next), [&](const teach::Hit& hit) { return hit.score >= worth_reading * answer.best.score; });
    return answer;
}

}  // namespace assay
