// explain: the page of a rule or a topic, the answer to a question, or what there is about a word.
#include <fmt/core.h>

#include <algorithm>

#include "core/catalogue.h"
#include "core/text.h"
#include "face/answers.h"
#include "face/cli/commands.h"
#include "face/mcp/findings.h"
#include "face/rule_pages.h"
#include "render/page_text.h"
#include "teach/guide.h"

namespace assay::mcp::tools {

namespace {

bool speaks_of(const Rule& rule, std::string_view about) {
    return about.empty() || about == rule.domain() || std::string_view{rule.facts.id.text}.find(about) != about.npos ||
           std::string_view{rule.facts.title}.find(about) != about.npos;
}

bool speaks_of(const teach::Topic& topic, std::string_view about) {
    return about.empty() || about == topic.area() || topic.id.find(about) != std::string::npos || topic.title.find(about) != std::string::npos;
}

// Names with their titles, until the room is used up; `more` counts the rest.
class Listing {
public:
    void add(Json& list, std::string_view id, std::string_view title) {
        bytes_ += id.size() + title.size() + 6;
        if (bytes_ > result_bytes)
            ++more;
        else
            list[std::string{id}] = title;
    }
    std::size_t more = 0;

private:
    std::size_t bytes_ = 0;
};

Result<Json> list_about(std::string_view about) {
    Json topics = Json::object(), rules = Json::object();
    Listing listing;
    const auto& guide = teach::embedded_guide();
    if (!guide) return tl::unexpected(guide.error());
    for (const auto& topic : guide->topics)
        if (speaks_of(topic, about)) listing.add(topics, topic.id, topic.title);
    for (const auto& rule : catalogue::rules())
        if (speaks_of(rule, about)) listing.add(rules, rule.facts.id.text, rule.facts.title);
    Json result{{"topics", std::move(topics)}, {"rules", std::move(rules)}};
    if (listing.more > 0) result["more"] = listing.more;
    return result;
}

Result<Json> explain_rule(std::string_view wanted, bool cases) {
    const auto rule = find_rule(wanted);
    if (!rule) return tl::unexpected(rule.error());
    const auto& facts = (*rule)->facts;
    return Json{{"rule", facts.id.text}, {"title", facts.title}, {"severity", name(facts.severity)}, {"effect", name(facts.effect)}, {"on", facts.on},
                {"basis", facts.basis}, {"page", cut(page_of(**rule, cases), result_bytes)}};
}

Result<Json> explain_topic(std::string_view wanted) {
    const auto& guide = teach::embedded_guide();
    if (!guide) return tl::unexpected(guide.error());
    const auto topic = guide->find(wanted);
    if (!topic) return tl::unexpected(topic.error());
    rendering::PageLayout layout{.width = 1000};  // the client wraps
    return Json{{"topic", (*topic)->id}, {"title", (*topic)->title}, {"rules_about", (*topic)->rules}, {"commands", (*topic)->commands}, {"related", (*topic)->related},
                {"page", cut(rendering::page_text((*topic)->markdown, layout), 2 * result_bytes)}};
}

// `check` with `rules_about` tells whether it is so here.
Result<Json> answer_question(std::string_view question) {
    const auto& guide = teach::embedded_guide();
    const auto& index = ask_index();
    if (!guide || !index) return tl::unexpected(guide ? index.error() : guide.error());
    const auto found = answer(question, **index, *guide);
    if (!found) return tl::unexpected(found.error());
    const auto& page = *found->best.document;
    Json next = Json::object();
    for (const auto& hit : found->next) next[hit.document->id] = hit.document->title;
    return Json{{page.is_rule ? "rule" : "topic", page.id}, {"title", page.title}, {"heading", found->passage.heading}, {"passage", found->passage.text},
                {"rules_about", found->rules}, {"commands", found->commands}, {"next", std::move(next)}};
}

Result<Json> run(const Json& arguments, Call&, Desk&) {
    if (const auto rule = text_in(arguments, "rule")) return explain_rule(*rule, flag_in(arguments, "cases"));
    if (const auto topic = text_in(arguments, "topic")) return explain_topic(*topic);
    if (const auto question = text_in(arguments, "question")) return answer_question(*question);
    return list_about(text_in(arguments, "about").value_or(""));
}

}  // namespace

const Consultation explain{
    .name = "explain",
    .title = "Explain",
    .about = "The page of a rule, finding or topic (executed examples, figures, when it is wrong), or the passage that answers a question. Else: a list.",
    .command = &cli::explain,
    .parameters = {{"rule", "RULE"}, {"cases", "--cases"}, {"topic", "", "A topic of the guide"}, {"question", "", "In people's own words"},
                   {"about", "", "List topics and rules of this area or about this word"}},
    .output = R"({"type":"object","properties":{"page":{"type":"string"},"passage":{"type":"string"},"topics":{"type":"object"},"rules":{"type":"object"}}})",
    .run = run,
    .experiments = false,
    .verbs = {"rules", "ask", "guide show", "guide list", "guide coverage"},
};

}  // namespace assay::mcp::tools
