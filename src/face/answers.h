// Answers to questions as every face gives them: the best passage, what of it can be checked, what to read next.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "teach/ask.h"
#include "teach/guide.h"

namespace assay {

struct Answer {
    teach::Hit best;
    teach::Passage passage;
    std::vector<std::string> rules;     // that find it: the topic's, or the one whose page it is
    std::vector<std::string> commands;  // that go with it: "query lint"
    std::vector<teach::Hit> next;       // other pages that answer it, best first
};

// The index over the guide in the program; made on first use.
const Result<std::unique_ptr<teach::AskIndex>>& ask_index();

// An Error where no page has any word of the question.
Result<Answer> answer(std::string_view question, const teach::AskIndex& index, const teach::Guide& guide);

}  // namespace assay
