// Resources: pages of rules and topics, the reference of the map, and reports that are still kept.
#include <fmt/core.h>

#include "core/catalogue.h"
#include "core/text.h"
#include "face/mcp/product.h"
#include "face/rule_pages.h"
#include "map/definitions.h"
#include "teach/guide.h"

namespace assay::mcp {

namespace {

constexpr std::string_view rules_uri = "assay://rules", map_uri = "assay://map", rule_begin = "assay://rule/", report_begin = "assay://report/", topics_uri = "assay://topics", topic_begin = "assay://topic/";
constexpr std::string_view markdown = "text/markdown", json = "application/json";

Json listing(std::string uri, std::string_view name, std::string_view title, std::string_view type) {
    return {{"uri", std::move(uri)}, {"name", name}, {"title", title}, {"mimeType", type}};
}

Contents one(const std::string& uri, std::string_view type, std::string text, Scope scope = Scope::everybody) {
    return {Json::array({{{"uri", uri}, {"mimeType", type}, {"text", std::move(text)}}}), scope};
}

std::string all_rules() {
    std::string text = "# Rules\n\n";
    for (const auto& rule : catalogue::rules())
        text += fmt::format("- [{0}](assay://rule/{0}): {1} ({2}, {3}{4})\n", rule.facts.id.text, rule.facts.title, name(rule.facts.severity), name(rule.facts.effect),
                            rule.facts.on ? "" : ", off by default");
    return text;
}

std::string all_topics(const teach::Guide& guide) {
    std::string text = "# Topics\n\n";
    for (const auto& topic : guide.topics) text += fmt::format("- [{0}](assay://topic/{0}): {1}\n", topic.id, topic.title);
    return text;
}

}  // namespace

std::vector<Json> resource_list(Desk& desk) {
    std::vector<Json> list{listing(std::string{rules_uri}, "rules", "All rules", markdown), listing(std::string{map_uri}, "map", "The map's tables and columns", markdown),
                           listing(std::string{topics_uri}, "topics", "All topics of the guide", markdown)};
    for (const auto& kept : desk.shelf.all()) list.push_back(listing(std::string{report_begin} + kept->handle, "report", kept->title, json));
    for (const auto& rule : catalogue::rules()) list.push_back(listing(fmt::format("{}{}", rule_begin, rule.facts.id.text), rule.facts.id.text, rule.facts.title, markdown));
    if (const auto& guide = teach::embedded_guide())
        for (const auto& topic : guide->topics) list.push_back(listing(fmt::format("{}{}", topic_begin, topic.id), topic.id, topic.title, markdown));
    return list;
}

std::vector<Json> resource_templates() {
    return {{{"uriTemplate", "assay://rule/{domain}/{name}"}, {"name", "rule"}, {"title", "The page of a rule"}, {"mimeType", markdown}},
            {{"uriTemplate", "assay://topic/{area}/{topic}"}, {"name", "topic"}, {"title", "A topic of the guide"}, {"mimeType", markdown}},
            {{"uriTemplate", "assay://report/{handle}"}, {"name", "report"}, {"title", "A report in full, as check's JSON"}, {"mimeType", json}}};
}

std::optional<Contents> read_resource(const std::string& uri, Desk& desk) {
    if (uri == rules_uri) return one(uri, markdown, all_rules());
    if (uri == map_uri) return one(uri, markdown, map_reference(*build_map(Workspace{})));
    if (starts_with(uri, rule_begin)) {
        const auto* rule = catalogue::rule(std::string_view{uri}.substr(rule_begin.size()));
        if (rule) return one(uri, markdown, std::string{page_of(*rule, true)});
    }
    const auto& guide = teach::embedded_guide();
    if (guide && uri == topics_uri) return one(uri, markdown, all_topics(*guide));
    if (guide && starts_with(uri, topic_begin))
        if (const auto* topic = guide->topic(std::string_view{uri}.substr(topic_begin.size()))) return one(uri, markdown, topic->markdown);
    if (starts_with(uri, report_begin)) {
        const auto kept = desk.shelf.find(uri.substr(report_begin.size()));
        if (kept) return one(uri, json, dump(kept->report), Scope::own);
    }
    return {};
}

std::vector<std::string> complete(const Json&, const std::string& argument, const std::string& begun) {
    std::vector<std::string> values;
    const auto take = [&](const std::string& value) {
        if (!value.empty() && starts_with(value, begun) && (values.empty() || values.back() != value)) values.push_back(value);
    };
    for (const auto& rule : catalogue::rules()) {
        const std::string value{argument == "domain" ? rule.domain() : argument == "name" ? rule.short_name() : argument == "rule" ? std::string_view{rule.facts.id.text} : ""};
        take(value);
    }
    if (const auto& guide = teach::embedded_guide())
        for (const auto& topic : guide->topics) take(std::string{argument == "area" ? topic.area() : argument == "topic" ? topic.name() : ""});
    return values;
}

}  // namespace assay::mcp
