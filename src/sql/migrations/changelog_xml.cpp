// Liquibase's XML, by libxml2: without entities of outside, networks or files.
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <memory>

#include "core/text.h"
#include "sql/migrations/changelog.h"
#include "world/limits.h"

namespace assay::sql {

namespace {

struct Closer {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
    void operator()(xmlParserCtxt* parser) const { xmlFreeParserCtxt(parser); }
};

std::string text_of(const xmlChar* text) { return text ? reinterpret_cast<const char*>(text) : ""; }

// Where each line begins, by its number.
std::vector<std::size_t> line_starts(std::string_view text) {
    std::vector<std::size_t> starts{0, 0};
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n') starts.push_back(i + 1);
    return starts;
}

class Reader {
public:
    explicit Reader(std::string_view text) : text_{text}, starts_{line_starts(text)} {}

    Element read(xmlNode* node, int depth) {
        Element made{.name = text_of(node->name)};
        made.offset = offset_of(node, made.name);
        for (xmlAttr* each = node->properties; each; each = each->next) {
            xmlChar* value = xmlNodeListGetString(node->doc, each->children, 1);
            made.attributes.emplace(text_of(each->name), text_of(value));
            xmlFree(value);
        }
        for (xmlNode* child = node->children; child; child = child->next) {
            if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) made.text += text_of(child->content);
            if (child->type == XML_ELEMENT_NODE && depth < limits::changelog_depth) made.children.push_back(read(child, depth + 1));
        }
        made.end = std::max(at_, made.offset);
        return made;
    }

private:
    // libxml2 counts the line on which a start tag ends: it begins at the last "<name" before that, behind what was read.
    std::size_t offset_of(const xmlNode* node, const std::string& name) {
        const auto line = static_cast<std::size_t>(std::max(xmlGetLineNo(node), 1L));
        const auto line_end = line + 1 < starts_.size() ? starts_[line + 1] : text_.size();
        for (auto found = text_.find("<", at_); found < line_end; found = text_.find("<", found + 1)) {
            auto tag = text_.substr(found + 1, 120);
            tag = tag.substr(0, tag.find_first_of(" \t\r\n/>"));
            if (const auto colon = tag.find(':'); colon != tag.npos) tag.remove_prefix(colon + 1);
            if (tag != name) continue;
            at_ = found + 1;
            return found;
        }
        return std::min(line < starts_.size() ? starts_[line] : at_, text_.size());
    }

    std::string_view text_;
    std::vector<std::size_t> starts_;
    std::size_t at_ = 0;
};

}  // namespace

Result<Element> read_changelog_xml(std::string_view text, const std::string& file) {
    constexpr int options = XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_BIG_LINES;
    const std::unique_ptr<xmlParserCtxt, Closer> parser{xmlNewParserCtxt()};
    const std::unique_ptr<xmlDoc, Closer> document{xmlCtxtReadMemory(parser.get(), text.data(), static_cast<int>(text.size()), nullptr, nullptr, options)};
    if (!document) {
        const auto& error = parser->lastError;
        return fail("no well-formed XML: " + std::string{trimmed(error.message ? error.message : "")}, {file, error.line, error.int2});
    }
    xmlNode* root = xmlDocGetRootElement(document.get());
    if (!root || text_of(root->name) != "databaseChangeLog") return fail("expected an element databaseChangeLog", {file, 1, 1});
    return Reader{text}.read(root, 0);
}

}  // namespace assay::sql
