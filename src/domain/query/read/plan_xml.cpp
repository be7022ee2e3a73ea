// EXPLAIN's XML: names have "-" for spaces, lists hold <Item>s, nodes <Plan>s.
#include <fmt/core.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <memory>

#include "domain/query/read/plan_tree.h"
#include "world/limits.h"

namespace assay::query {

namespace {

struct DocumentCloser {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using Document = std::unique_ptr<xmlDoc, DocumentCloser>;

struct ParserCloser {
    void operator()(xmlParserCtxt* parser) const { xmlFreeParserCtxt(parser); }
};

std::string name_of(const xmlNode* element) {
    std::string name = reinterpret_cast<const char*>(element->name);
    if (name == "I-O-Read-Time" || name == "I-O-Write-Time") name.replace(0, 3, "I/O");
    if (const auto at = name.find("-I-O-"); at != name.npos) name.replace(at, 5, "-I/O-");
    if (name == "Full-sort-Groups" || name == "Pre-sorted-Groups" || name == "One-Time-Filter") {
        const auto keep = name.find('-');
        std::replace(name.begin(), name.end(), '-', ' ');
        name[keep] = '-';
        return name;
    }
    std::replace(name.begin(), name.end(), '-', ' ');
    return name;
}

std::string content_of(xmlNode* element) {
    xmlChar* content = xmlNodeGetContent(element);
    std::string text = content ? reinterpret_cast<const char*>(content) : "";
    xmlFree(content);
    return text;
}

bool is_list(const std::string& name) { return name == "Plans" || name == "Workers" || name == "Triggers" || name == "Grouping Sets"; }

PlanTree tree_of(xmlNode* element, int depth) {
    const int line = static_cast<int>(xmlGetLineNo(element));
    PlanTree tree = PlanTree::object(line);
    if (is_list(name_of(element))) tree.kind = PlanTree::Kind::list;
    if (depth > 2 * limits::plan_depth + 16) return tree;
    for (xmlNode* child = element->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE) continue;
        std::string name = name_of(child);
        if (name == "Item") tree.kind = PlanTree::Kind::list;
        if (tree.kind == PlanTree::Kind::list) name.clear();
        tree.add(name, tree_of(child, depth + 1));
    }
    if (tree.members.empty() && tree.kind == PlanTree::Kind::object) return PlanTree::scalar(content_of(element), line);
    return tree;
}

void queries_below(xmlNode* element, std::vector<PlanTree>& found) {
    for (; element; element = element->next) {
        if (element->type != XML_ELEMENT_NODE) continue;
        const auto name = name_of(element);
        if (name == "Query" || name == "Query Text" || name == "Plan") {
            found.push_back(name == "Query" ? tree_of(element, 0) : tree_of(element->parent, 0));
            if (name != "Query") return;
        } else {
            queries_below(element->children, found);
        }
    }
}

}  // namespace

Result<PlanTrees> read_plan_xml(std::string_view text) {
    // A cut document is mended by the parser, which then says that it was not well formed.
    constexpr int options = XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_HUGE | XML_PARSE_NOCDATA;
    const std::unique_ptr<xmlParserCtxt, ParserCloser> parser{xmlNewParserCtxt()};
    const Document document{xmlCtxtReadMemory(parser.get(), text.data(), static_cast<int>(text.size()), nullptr, nullptr, options)};
    PlanTrees trees;
    if (document) queries_below(xmlDocGetRootElement(document.get()), trees.statements);
    if (trees.statements.empty()) return fail("not XML as EXPLAIN writes it: expected <explain> with a <Query>", {{}, 1, 1});
    if (!parser->wellFormed) trees.problem = fmt::format("cut off or broken after line {}", parser->lastError.line);
    return trees;
}

}  // namespace assay::query
